-- One of the payments that _read_payments gave. (One at a time, not by a cursor: notes may be long, and MariaDB would take the cursor's
-- table to disk.)
-- Parameters: p_rows of _read_payments or _split_excess; p_row_no from 0.
-- Returns: the row's members; p_excess, what of p_amount is above the debt, 0 where nothing is; both in currency units.
CREATE PROCEDURE _read_plain_payment(
    IN p_rows JSON,
    IN p_row_no INT,
    OUT p_amount DECIMAL(19,4),
    OUT p_excess DECIMAL(19,4),
    OUT p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    SELECT j.amount, COALESCE(j.excess, 0), j.method, NULLIF(j.notes COLLATE utf8mb4_bin, '')
    INTO p_amount, p_excess, p_method, p_notes
    FROM JSON_TABLE(JSON_EXTRACT(p_rows, CONCAT('$[', p_row_no, ']')), '$' COLUMNS (
        amount DECIMAL(19,4) PATH '$.amount',
        excess DECIMAL(19,4) PATH '$.excess',
        method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.method',
        notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.notes'
    )) AS j;
END
