-- The net sales of a report: without taxes and rounding, less discounts, returns and what was canceled. Parameters: p_rows of _read_till_rows.
-- Returns: currency units.
CREATE FUNCTION _till_net_sales(p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS DECIMAL(19,4)
READS SQL DATA
RETURN (
    SELECT -COALESCE(SUM(j.amount), 0)
    FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]', amount DECIMAL(19,4) PATH '$[2]')) AS j
    WHERE j.role IN ('sales', 'sales_returns', 'sales_discounts'))
