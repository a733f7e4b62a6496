-- The next numbers of a series: gapless, because they are given in the document's own transaction, when all else is decided.
-- Parameters: branch and code of _read_branch; p_kind INV, PAY, ...; p_day business date of the document; p_count how many, usually 1.
-- Returns: p_numbers such as INV-20251215-0001, with the branch's code after the kind but for the main branch, and the till's
-- where it numbers its own documents; where they are several, in their order with commas between.
-- Locks: number_series, by primary key.
CREATE PROCEDURE _next_numbers(
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    IN p_count INT UNSIGNED,
    OUT p_numbers VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_no INT UNSIGNED;
    UPDATE number_series SET last_no = LAST_INSERT_ID(last_no + p_count)
    WHERE branch_id = p_branch_id AND kind = p_kind AND code = p_branch_code AND day = p_day;
    IF ROW_COUNT() = 1 THEN
        SET v_no = LAST_INSERT_ID();
    ELSE
        CALL _number_of_another_day(p_branch_id, p_branch_code, p_kind, p_day, p_count, v_no);
    END IF;
    -- from the last one back
    each_number: LOOP
        SET p_numbers = CONCAT_WS(
            ',', CONCAT(p_kind, '-', p_branch_code, DATE_FORMAT(p_day, '%Y%m%d'), '-', IF(v_no < 10000, LPAD(v_no, 4, '0'), v_no)), p_numbers);
        IF p_count = 1 THEN
            LEAVE each_number;
        END IF;
        SET p_count = p_count - 1, v_no = v_no - 1;
    END LOOP;
END
