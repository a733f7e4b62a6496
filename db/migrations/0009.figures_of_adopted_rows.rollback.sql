-- The columns go with step 0005.
SELECT 1;
