-- The till that a request names: by its id, or by its code in its branch.
-- Parameters: p_till_id and p_till raw JSON of these members, p_till a code, or a number, which is an id; p_branch_id of the code's branch.
-- Returns: p_id. Errors: VALIDATION, UNKNOWN_TILL. Called under bucket 0, which all writers of codes wait on.
CREATE PROCEDURE _find_till(
    IN p_till_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_till LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_branch_id INT,
    OUT p_id INT
)
READS SQL DATA
BEGIN
    DECLARE v_asked_id BIGINT DEFAULT _read_id('till_id', p_till_id);
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF v_asked_id IS NULL AND p_till REGEXP '^[0-9]+\\z' THEN
        SET v_asked_id = _read_id('till', p_till);
    END IF;
    IF v_asked_id IS NULL THEN
        SET v_code = UPPER(_read_text('till', p_till, 20));
        IF v_code IS NULL THEN
            CALL _raise('VALIDATION.required', 'till_id', NULL, NULL, NULL);
        END IF;
    END IF;
    IF v_asked_id IS NOT NULL THEN
        SELECT MAX(t.id) INTO p_id FROM tills AS t WHERE t.id = v_asked_id;
    ELSEIF v_code COLLATE utf8mb4_bin REGEXP '^[A-Z0-9]{1,8}\\z' THEN
        SELECT MAX(t.id) INTO p_id FROM tills AS t WHERE t.branch_id = p_branch_id AND t.code = CONVERT(v_code USING ascii);
    END IF;
    IF p_id IS NULL THEN
        CALL _raise('UNKNOWN_TILL', COALESCE(v_asked_id, v_code), NULL, NULL, NULL);
    END IF;
END
