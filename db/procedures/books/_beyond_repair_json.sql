-- What a repair left as it is, of the checks that it was asked for.
-- Parameters: p_violations of _read_violations after it; p_checks of _read_checks.
-- Returns: p_count; p_rows the member "beyond_repair" of the answer, the first 1000.
CREATE PROCEDURE _beyond_repair_json(
    IN p_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_checks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_count INT,
    OUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_rows CURSOR FOR
        SELECT CONCAT(
            ',{"check":"', j.check_name, '","table_name":', _json_text(j.table_name), ',"row_id":', COALESCE(j.row_id, 'null'),
            ',"expected":', _json_text(j.expected), ',"found":', _json_text(j.found), '}')
        FROM JSON_TABLE(p_violations, '$[*]' COLUMNS (
            check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
            table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
            row_id INT PATH '$[2]',
            expected VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[3]',
            found VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[4]'
        )) AS j
        WHERE p_checks IS NULL OR JSON_CONTAINS(p_checks, JSON_QUOTE(j.check_name));
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_count = 0;
    SET p_rows = '';
    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_row;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        SET p_count = p_count + 1;
        IF p_count <= 1000 THEN
            SET p_rows = CONCAT(p_rows, v_row);
        END IF;
    END LOOP;
    CLOSE c_rows;
    SET p_rows = CONCAT('[', SUBSTRING(p_rows, 2), ']');
END
