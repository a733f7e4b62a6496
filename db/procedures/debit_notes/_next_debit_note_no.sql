-- The next number of a company's debit notes: one series without days, that of its main branch, whichever branch raises the note. Given in the
-- note's own transaction, when all else is decided: no gap.
-- Parameters: p_company_id. Returns: p_debit_note_no such as FOO-DN-0001. Locks: number_series DN, by primary key.
CREATE PROCEDURE _next_debit_note_no(
    IN p_company_id INT, OUT p_debit_note_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_branch_id INT;
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_no INT UNSIGNED;
    SELECT b.id, c.code INTO v_branch_id, v_code
    FROM companies AS c FORCE INDEX (PRIMARY) STRAIGHT_JOIN branches AS b FORCE INDEX (branches_one_main) ON b.main_of = c.id WHERE c.id = p_company_id;
    UPDATE number_series SET last_no = LAST_INSERT_ID(last_no + 1) WHERE branch_id = v_branch_id AND kind = 'DN' AND code = '';
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    SET v_no = LAST_INSERT_ID();
    SET p_debit_note_no = CONCAT(v_code, '-DN-', IF(v_no < 10000, LPAD(v_no, 4, '0'), v_no));
END
