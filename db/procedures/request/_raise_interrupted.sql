-- End the call as the server ends a killed one. MariaDB 11.8.6 was seen to skip an UPDATE inside a procedure, or to cut a cursor short,
-- when a KILL QUERY arrived, and to go on without an error: after each write that must change one row, and each loop that must see
-- every line, the caller looks whether it did. The error is the server's own for a killed statement (ER_QUERY_INTERRUPTED).
CREATE PROCEDURE _raise_interrupted()
NO SQL
BEGIN
    SIGNAL SQLSTATE '70100' SET MYSQL_ERRNO = 1317, MESSAGE_TEXT = 'Query execution was interrupted';
END
