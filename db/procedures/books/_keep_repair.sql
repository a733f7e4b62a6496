-- Whether a repair is to be kept: the rows that it changed break no check any more, and nothing breaks one that it did not break before.
-- Parameters: p_changed of _repair_rows; p_violations before it, and where it is kept, after it.
-- Returns: p_better.
CREATE PROCEDURE _keep_repair(
    IN p_changed LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_better TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SET p_better = 1;
    IF p_changed <> '[]' THEN
        CALL _read_violations(v_violations);
        SELECT COUNT(*) = 0 INTO p_better
        FROM JSON_TABLE(v_violations, '$[*]' COLUMNS (
            check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
            table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
            row_id INT PATH '$[2]'
        )) AS j
        LEFT JOIN JSON_TABLE(p_violations, '$[*]' COLUMNS (
            check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
            table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
            row_id INT PATH '$[2]'
        )) AS w ON w.check_name = j.check_name AND w.table_name = j.table_name AND w.row_id = j.row_id
        WHERE w.check_name IS NULL OR JSON_CONTAINS(p_changed, JSON_QUOTE(CONCAT(j.table_name, ' ', j.row_id)));
        IF p_better THEN
            SET p_violations = v_violations;
        END IF;
    END IF;
END
