-- A UTC instant as a TIMESTAMP column of the shop's tables takes it: in the session's own zone, which may be any.
-- Parameters: p_utc UTC instant. Returns: the same instant in @@session.time_zone;
-- in a zone with summer time the hour that autumn repeats is told only once, so an instant of its first half may come back an hour later.
CREATE FUNCTION _as_timestamp(p_utc DATETIME) RETURNS DATETIME
NOT DETERMINISTIC NO SQL
RETURN CONVERT_TZ(p_utc, '+00:00', @@session.time_zone)
