-- The next number of a series: gapless, because it is given in the document's own transaction, when all else is decided.
-- Parameters: branch and code of _read_branch; p_kind INV, PAY, ...; p_day business date of the document.
-- Returns: p_number such as INV-20251215-0001, with the branch's code after the kind but for the main branch.
-- Locks: number_series, by primary key.
CREATE PROCEDURE _next_number(
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    OUT p_number VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_no INT UNSIGNED;
    UPDATE number_series SET last_no = LAST_INSERT_ID(last_no + 1) WHERE branch_id = p_branch_id AND kind = p_kind AND day = p_day;
    IF ROW_COUNT() = 1 THEN
        SET v_no = LAST_INSERT_ID();
    ELSE
        CALL _number_of_another_day(p_branch_id, p_kind, p_day, v_no);
    END IF;
    SET p_number = CONCAT(p_kind, '-', p_branch_code, DATE_FORMAT(p_day, '%Y%m%d'), '-', IF(v_no < 10000, LPAD(v_no, 4, '0'), v_no));
END
