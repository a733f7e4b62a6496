-- Check the books in seconds, however large they are: the balances of customers and suppliers, and of documents the newest. What it cannot
-- find: docs/decisions/0040-quick-verification.md. A check that is right here may still fail in sp_verify_books.
-- Returns: as sp_verify_books, the checks of depth quick and newest.
-- Example: CALL sp_verify_quick();
CREATE PROCEDURE sp_verify_quick()
READS SQL DATA
BEGIN
    CALL _verify(TRUE);
END
