-- What is deployed here, so that a client can see whether it fits.
-- Returns: one row, one column response: version of the package, api: number of the calls' common form.
-- Example: CALL sp_get_version();
CREATE PROCEDURE sp_get_version()
READS SQL DATA
BEGIN
    SELECT CONCAT('{"ok":true,"version":', JSON_QUOTE(s.value), ',"api":1}') AS response FROM settings AS s WHERE s.name = 'version';
END
