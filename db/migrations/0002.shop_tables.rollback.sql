-- The shop's tables and all of their rows stay.
SELECT 1;
