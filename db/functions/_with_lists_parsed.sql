-- A request whose lists are lists, those that came as strings parsed.
-- Parameters: p_request a JSON object. Returns: the object.
CREATE FUNCTION _with_lists_parsed(p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_request;
    DECLARE v_path, v_list LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_member_no INT DEFAULT 1;
    DECLARE v_row_no INT DEFAULT 0;
    WHILE v_member_no <= 9 DO
        SET v_path = ELT(v_member_no, '$.items', '$.exchange_items', '$.payments', '$.invoices', '$.barcodes', '$.parts', '$.taxes', '$.units',
            '$.prices');
        SET v_list = _list(JSON_EXTRACT(p_request, v_path));
        IF v_list IS NOT NULL THEN
            SET v_request = JSON_SET(v_request, v_path, JSON_EXTRACT(v_list, '$'));
        END IF;
        SET v_member_no = v_member_no + 1;
    END WHILE;
    WHILE v_row_no < COALESCE(JSON_LENGTH(v_request, '$.payments'), 0) DO
        SET v_path = CONCAT('$.payments[', v_row_no, '].parts');
        SET v_list = _list(JSON_EXTRACT(v_request, v_path));
        IF v_list IS NOT NULL THEN
            SET v_request = JSON_SET(v_request, v_path, JSON_EXTRACT(v_list, '$'));
        END IF;
        SET v_row_no = v_row_no + 1;
    END WHILE;
    RETURN v_request;
END
