-- What the documents of one event came to. Parameters: p_rows of _read_till_rows; p_event, NULL for all of them together; p_minor_units 0 to 4.
-- Returns: count of documents (none of all together); gross without taxes, discount, net = gross - discount; tax; rounding; total = net + tax + rounding, which
-- customers owe: of returns and cancelled sales below 0.
CREATE FUNCTION _till_sales_json(
    p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_event VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_count INT;
    DECLARE v_gross, v_discount, v_tax, v_rounding, v_total DECIMAL(19,4);
    SELECT
        COALESCE(SUM(IF(j.role = 'count', j.amount, 0)), 0), -COALESCE(SUM(IF(j.role IN ('sales', 'sales_returns'), j.amount, 0)), 0),
        COALESCE(SUM(IF(j.role = 'sales_discounts', j.amount, 0)), 0), -COALESCE(SUM(IF(j.role = 'tax_payable', j.amount, 0)), 0),
        -COALESCE(SUM(IF(j.role = 'rounding', j.amount, 0)), 0), COALESCE(SUM(IF(j.role = 'receivables', j.amount, 0)), 0)
    INTO v_count, v_gross, v_discount, v_tax, v_rounding, v_total
    FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (
        event VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
        role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        amount DECIMAL(19,4) PATH '$[2]'
    )) AS j
    WHERE j.event = p_event OR (p_event IS NULL AND j.event IN ('sales', 'amendments', 'returns', 'cancelled'));
    RETURN CONCAT(
        '{', IF(p_event IS NULL, '', CONCAT('"count":', v_count, ',')), '"gross":', _money(v_gross, p_minor_units),
        ',"discount":', _money(v_discount, p_minor_units), ',"net":', _money(v_gross - v_discount, p_minor_units),
        ',"tax":', _money(v_tax, p_minor_units), ',"rounding":', _money(v_rounding, p_minor_units), ',"total":', _money(v_total, p_minor_units), '}');
END
