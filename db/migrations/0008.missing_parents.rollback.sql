-- The placeholders stay: old rows name them.
SELECT 1;
