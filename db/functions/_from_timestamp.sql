-- An instant of a TIMESTAMP column as the answers give it.
-- Parameters: p_local the column's value, which the server shows in @@session.time_zone. Returns: 'YYYY-MM-DDTHH:MM:SSZ' in UTC, NULL for NULL.
CREATE FUNCTION _from_timestamp(p_local DATETIME) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
NOT DETERMINISTIC NO SQL
RETURN DATE_FORMAT(CONVERT_TZ(p_local, @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%sZ')
