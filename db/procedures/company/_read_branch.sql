-- What documents need of the branch that numbers them and of its company. The company's day is told by the package's own offsets: the
-- server's zone tables may be empty.
-- Parameters: p_user_id who makes a document of the branch, as _check_branch asks, NULL where nobody does; p_company_id; p_asked_id
-- NULL for the company's main branch; p_now UTC.
-- Returns: p_branch_id; its code as numbers show it: empty for the main branch, else with a hyphen after it; decimals of the company's currency;
-- its business date at p_now. All NULL where there is no such company. Errors: UNKNOWN_BRANCH,
-- FORBIDDEN_BRANCH.
CREATE PROCEDURE _read_branch(
    IN p_user_id INT,
    IN p_company_id BIGINT,
    IN p_asked_id BIGINT,
    IN p_now DATETIME,
    OUT p_branch_id INT,
    OUT p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_minor_units TINYINT,
    OUT p_today DATE
)
READS SQL DATA
BEGIN
    DECLARE v_allowed TINYINT;
    SELECT
        IF(p_asked_id IS NULL, main.id, asked.id), IF(p_asked_id IS NULL OR asked.id = main.id, '', CONCAT(asked.code, '-')),
        m.minor_units, DATE(p_now + INTERVAL z.offset_minutes MINUTE),
        -- _check_branch without a statement of its own
        (SELECT MAX(w.branch_id = IF(p_asked_id IS NULL, main.id, asked.id)) FROM user_branches AS w FORCE INDEX (PRIMARY) WHERE w.user_id = p_user_id)
    INTO p_branch_id, p_branch_code, p_minor_units, p_today, v_allowed
    FROM companies AS c
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
    STRAIGHT_JOIN branches AS main FORCE INDEX (branches_one_main) ON main.main_of = c.id
    LEFT JOIN branches AS asked FORCE INDEX (PRIMARY) ON asked.id = p_asked_id AND asked.company_id = c.id
    STRAIGHT_JOIN zone_offsets AS z FORCE INDEX (PRIMARY) ON z.zone = c.time_zone AND z.from_utc <= p_now
    WHERE c.id = p_company_id
    ORDER BY z.zone DESC, z.from_utc DESC LIMIT 1;
    IF p_branch_id IS NULL AND p_minor_units IS NOT NULL THEN
        CALL _raise('UNKNOWN_BRANCH', p_asked_id, p_company_id, NULL, NULL);
    END IF;
    IF v_allowed = 0 THEN
        CALL _raise('FORBIDDEN_BRANCH', p_user_id, p_branch_id, NULL, NULL);
    END IF;
END
