-- Whether a repair is to be kept: the rows that it changed break no check any more, and nothing breaks one that it did not break before.
-- Parameters: p_changed of _repair_rows, NULL where something did not balance: then it is not; p_violations before it, and where it is kept, after it.
-- Returns: p_better.
CREATE PROCEDURE _keep_repair(
    IN p_changed LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_better TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SET p_better = p_changed IS NOT NULL;
    IF p_changed <> '[]' THEN
        CALL _read_violations(v_violations);
        -- by sorting: a join of two lists would compare each row with each
        SELECT COUNT(*) = 0 INTO p_better
        FROM (
            SELECT w.check_name
            FROM (
                SELECT j.check_name, j.table_name, j.row_id, 0 AS was_there
                FROM JSON_TABLE(v_violations, '$[*]' COLUMNS (
                    check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
                    table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
                    row_id INT PATH '$[2]'
                )) AS j
                UNION ALL
                SELECT j.check_name, j.table_name, j.row_id, 1
                FROM JSON_TABLE(p_violations, '$[*]' COLUMNS (
                    check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
                    table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
                    row_id INT PATH '$[2]'
                )) AS j
            ) AS w
            GROUP BY w.check_name, w.table_name, w.row_id HAVING MAX(w.was_there) = 0
            UNION ALL
            SELECT MAX(w.table_name)
            FROM (
                SELECT j.table_name, j.row_id, 0 AS changed
                FROM JSON_TABLE(v_violations, '$[*]' COLUMNS (
                    table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
                    row_id INT PATH '$[2]'
                )) AS j
                UNION ALL
                SELECT j.table_name, j.row_id, 1
                FROM JSON_TABLE(p_changed, '$[*]' COLUMNS (
                    table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
                    row_id INT PATH '$[1]'
                )) AS j
            ) AS w
            GROUP BY w.table_name, w.row_id HAVING MAX(w.changed) = 1 AND MIN(w.changed) = 0
        ) AS worse;
        IF p_better THEN
            SET p_violations = v_violations;
        END IF;
    END IF;
END
