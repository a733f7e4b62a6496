-- The business date of a company, by the package's own offsets (_read_branch gives it to those who write). Parameters: p_now UTC.
CREATE FUNCTION _company_day(p_company_id INT, p_now DATETIME) RETURNS DATE
READS SQL DATA
RETURN (
    SELECT DATE(p_now + INTERVAL z.offset_minutes MINUTE)
    FROM companies AS c
    STRAIGHT_JOIN zone_offsets AS z FORCE INDEX (PRIMARY) ON z.zone = c.time_zone AND z.from_utc <= p_now
    WHERE c.id = p_company_id
    ORDER BY z.zone DESC, z.from_utc DESC LIMIT 1
)
