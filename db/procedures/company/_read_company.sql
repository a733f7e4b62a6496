-- What a company's documents need of it.
-- Parameters: p_company_id; p_now UTC. Returns: decimals of its currency, and its business date.
CREATE PROCEDURE _read_company(
    IN p_company_id BIGINT,
    IN p_now DATETIME,
    OUT p_minor_units TINYINT,
    OUT p_today DATE
)
READS SQL DATA
BEGIN
    SELECT m.minor_units, _business_date(c.time_zone, p_now) INTO p_minor_units, p_today
    FROM companies AS c STRAIGHT_JOIN currencies AS m ON m.code = c.currency
    WHERE c.id = p_company_id;
END
