-- The findings go with their table.
SELECT 1;
