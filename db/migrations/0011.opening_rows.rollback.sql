-- Opening rows stay: the old code reads them like any other.
SELECT 1;
