-- End a call whose branch got another code since the call read it, so that its numbers have none of the series that there are. It has to be made again, and the
-- error is the server's own for that (ER_CHECKREAD).
CREATE PROCEDURE _raise_changed()
NO SQL
BEGIN
    SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1020, MESSAGE_TEXT = 'Record has changed since last read in table ''number_series''';
END
