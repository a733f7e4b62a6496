-- The one clock of the package: UTC, to the second. Every procedure reads it once.
-- Returns: UTC instant.
CREATE FUNCTION _now() RETURNS DATETIME
NOT DETERMINISTIC NO SQL
RETURN UTC_TIMESTAMP()
