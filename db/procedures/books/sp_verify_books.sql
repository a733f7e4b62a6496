-- Check that the books are consistent: every check of db/checks, on one state of the database, whatever is posted meanwhile.
-- Returns: one row a check, by name: check_name, ok 1 or 0, violations the number of rows that break it, sample the first five of them as a JSON
--   array [{table_name, row_id, expected, found}].
-- Example: CALL sp_verify_books();
CREATE PROCEDURE sp_verify_books()
READS SQL DATA
BEGIN
    CALL _verify(FALSE);
END
