-- The company's day at an instant. The offsets are the package's own (zone_offsets): the server's zone tables may be empty.
-- Parameters: p_time_zone IANA name of companies.time_zone, p_utc UTC instant. Returns: date in that zone.
CREATE FUNCTION _business_date(
    p_time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    p_utc DATETIME
) RETURNS DATE
READS SQL DATA
BEGIN
    DECLARE v_minutes SMALLINT;
    SELECT z.offset_minutes INTO v_minutes
    FROM zone_offsets AS z FORCE INDEX (PRIMARY)
    WHERE z.zone = p_time_zone AND z.from_utc <= p_utc
    ORDER BY z.zone DESC, z.from_utc DESC LIMIT 1;
    RETURN DATE(p_utc + INTERVAL v_minutes MINUTE);
END
