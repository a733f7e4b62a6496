-- What a repair has changed, as it stands in the audit log. (Repairs go one after another.)
-- Parameters: p_after_id the log's last id before it. Returns: p_count; p_changes the member "changes" of the answer, the first 1000.
CREATE PROCEDURE _repairs_json(IN p_after_id INT, OUT p_count INT, OUT p_changes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_changes CURSOR FOR
        SELECT CONCAT(
            ',{"check":"', a.reason, '","table_name":"', CONVERT(a.document_table USING utf8mb4), '","row_id":', a.document_id,
            ',"column":', JSON_EXTRACT(JSON_KEYS(a.values_after), '$[0]'),
            ',"before":', COALESCE(JSON_EXTRACT(JSON_EXTRACT(a.values_before, '$.*'), '$[0]'), 'null'),
            ',"after":', JSON_EXTRACT(JSON_EXTRACT(a.values_after, '$.*'), '$[0]'), '}')
        FROM audit_log AS a FORCE INDEX (PRIMARY) WHERE a.id > p_after_id AND a.action = 'repair' ORDER BY a.id LIMIT 1000;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT COUNT(*) INTO p_count FROM audit_log AS a FORCE INDEX (PRIMARY) WHERE a.id > p_after_id AND a.action = 'repair';
    SET p_changes = '';
    OPEN c_changes;
    each_change: LOOP
        FETCH c_changes INTO v_row;
        IF v_done THEN
            LEAVE each_change;
        END IF;
        SET p_changes = CONCAT(p_changes, v_row);
    END LOOP;
    CLOSE c_changes;
    SET p_changes = CONCAT('[', SUBSTRING(p_changes, 2), ']');
END
