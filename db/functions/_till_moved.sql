-- What a shift moved of one method. Parameters: p_rows of _read_till_rows; p_method cash|bank_transfer|check|card. Returns: currency units, below 0
-- where more went out than came in.
CREATE FUNCTION _till_moved(
    p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_method VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
) RETURNS DECIMAL(19,4)
READS SQL DATA
RETURN (
    SELECT COALESCE(SUM(j.amount), 0)
    FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]', amount DECIMAL(19,4) PATH '$[2]')) AS j
    WHERE j.role = p_method)
