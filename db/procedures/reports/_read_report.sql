-- Whose figures a report is asked for.
-- Parameters: p_filter JSON object: optional company_id (1), branch_id (absent: all).
-- Returns: p_company_id; p_branch_id NULL for all; the company's today; decimals of its currency; p_head, the first members of the answer without the
-- closing brace.
-- Errors: VALIDATION, UNKNOWN_BRANCH, FORBIDDEN_BRANCH.
CREATE PROCEDURE _read_report(
    IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_company_id BIGINT,
    OUT p_branch_id BIGINT,
    OUT p_today DATE,
    OUT p_minor_units TINYINT,
    OUT p_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_main_id INT;
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SET p_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_filter, '$.company_id')), 1);
    SET p_branch_id = _read_id('branch_id', JSON_EXTRACT(p_filter, '$.branch_id'));
    CALL _read_branch(NULL, p_company_id, p_branch_id, _now(), v_main_id, v_code, p_minor_units, p_today);
    IF p_minor_units IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', p_company_id, NULL, NULL);
    END IF;
    SELECT CONCAT('{"ok":true,"company_id":', c.id, ',"currency":"', c.currency, '"') INTO p_head FROM companies AS c WHERE c.id = p_company_id;
END
