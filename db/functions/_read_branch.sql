-- The branch whose series number a document; the company's main one where none is named.
-- Parameters: p_raw raw JSON of branch_id; p_company_id. Returns: id of a branch of that company. Errors: VALIDATION, UNKNOWN_BRANCH.
CREATE FUNCTION _read_branch(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, p_company_id INT) RETURNS INT
READS SQL DATA
BEGIN
    DECLARE v_asked BIGINT DEFAULT _read_id('branch_id', p_raw);
    DECLARE v_branch_id INT;
    IF v_asked IS NULL THEN
        SELECT b.id INTO v_branch_id FROM branches AS b WHERE b.main_of = p_company_id;
    ELSE
        SELECT MAX(b.id) INTO v_branch_id FROM branches AS b WHERE b.id = v_asked AND b.company_id = p_company_id;
        IF v_branch_id IS NULL THEN
            CALL _raise('UNKNOWN_BRANCH', v_asked, p_company_id, NULL, NULL);
        END IF;
    END IF;
    RETURN v_branch_id;
END
