-- The rows go with their tables, one step below.
SELECT 1;
