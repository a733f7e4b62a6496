-- The columns go one step below.
SELECT 1;
