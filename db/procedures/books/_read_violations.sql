-- All rows that break a check, on one state of the database.
-- Returns: p_violations a JSON array [["check", "table", id, "expected", "found"], ...].
CREATE PROCEDURE _read_violations(OUT p_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row, v_some LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_violations CURSOR FOR
        SELECT CONCAT(
            ',["', v.check_name, '",', _json_text(v.table_name), ',', COALESCE(v.row_id, 'null'), ',', _json_text(v.expected), ',', _json_text(v.found), ']')
        FROM _violations AS v ORDER BY v.check_name, v.table_name, v.row_id, LEFT(v.expected, 40), LEFT(v.found, 40);
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_violations = '';
    OPEN c_violations;
    each_violation: LOOP
        FETCH c_violations INTO v_row;
        IF v_done OR CHAR_LENGTH(v_some) > 10000 THEN
            SET p_violations = CONCAT(p_violations, v_some);
            SET v_some = '';
        END IF;
        IF v_done THEN
            LEAVE each_violation;
        END IF;
        SET v_some = CONCAT(v_some, v_row);
    END LOOP;
    CLOSE c_violations;
    SET p_violations = CONCAT('[', SUBSTRING(p_violations, 2), ']');
END
