-- A request whose lists are lists, those that came as strings parsed.
-- Parameters: p_request a JSON object. Returns: the object.
CREATE FUNCTION _with_lists_parsed(p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_request;
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(JSON_EXTRACT(p_request, '$.items'));
    DECLARE v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(JSON_EXTRACT(p_request, '$.payments'));
    DECLARE v_barcodes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(JSON_EXTRACT(p_request, '$.barcodes'));
    DECLARE v_invoices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(JSON_EXTRACT(p_request, '$.invoices'));
    DECLARE v_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(JSON_EXTRACT(p_request, '$.parts'));
    DECLARE v_row_no INT DEFAULT 0;
    IF v_parts IS NOT NULL THEN
        SET v_request = JSON_SET(v_request, '$.parts', JSON_EXTRACT(v_parts, '$'));
    END IF;
    WHILE v_row_no < COALESCE(JSON_LENGTH(v_payments), 0) DO
        SET v_parts = _list(JSON_EXTRACT(v_payments, CONCAT('$[', v_row_no, '].parts')));
        IF v_parts IS NOT NULL THEN
            SET v_payments = JSON_SET(v_payments, CONCAT('$[', v_row_no, '].parts'), JSON_EXTRACT(v_parts, '$'));
        END IF;
        SET v_row_no = v_row_no + 1;
    END WHILE;
    IF v_items IS NOT NULL THEN
        SET v_request = JSON_SET(v_request, '$.items', JSON_EXTRACT(v_items, '$'));
    END IF;
    IF v_payments IS NOT NULL THEN
        SET v_request = JSON_SET(v_request, '$.payments', JSON_EXTRACT(v_payments, '$'));
    END IF;
    IF v_invoices IS NOT NULL THEN
        SET v_request = JSON_SET(v_request, '$.invoices', JSON_EXTRACT(v_invoices, '$'));
    END IF;
    IF v_barcodes IS NOT NULL THEN
        SET v_request = JSON_SET(v_request, '$.barcodes', JSON_EXTRACT(v_barcodes, '$'));
    END IF;
    RETURN v_request;
END
