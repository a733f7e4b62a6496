-- What a cashier counted, by method. Parameters: p_raw raw JSON of the member counted: an object {cash, bank_transfer, check, card}, or a list
-- [{method, amount}]; p_minor_units 0 to 4. Returns: currency units, cash always, the others NULL where they were not counted.
-- Errors: VALIDATION, AMOUNT_PRECISION, INVALID_PAYMENT_METHOD.
CREATE PROCEDURE _read_counted(
    IN p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_cash DECIMAL(19,4),
    OUT p_bank_transfer DECIMAL(19,4),
    OUT p_check DECIMAL(19,4),
    OUT p_card DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_counted LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT IF(LEFT(p_raw, 1) = '"', _scalar(p_raw), p_raw);
    DECLARE v_list JSON;
    DECLARE v_count, v_row_no, v_method_no INT DEFAULT 0;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_key LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_by_method LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    IF LEFT(TRIM(v_counted), 1) = '[' THEN
        CALL _read_list('counted', p_raw, 1, v_list, v_count);
        WHILE v_row_no < v_count DO
            SET v_method = _read_money_method(JSON_EXTRACT(v_list, CONCAT('$[', v_row_no, '].method')));
            IF LOCATE(CONCAT('"', v_method, '"'), v_by_method) > 0 THEN
                CALL _raise('VALIDATION', 'counted', v_method, NULL, NULL);
            END IF;
            SET v_by_method = CONCAT(
                v_by_method, ',"', v_method, '":', COALESCE(JSON_EXTRACT(v_list, CONCAT('$[', v_row_no, '].amount')), 'null'));
            SET v_row_no = v_row_no + 1;
        END WHILE;
        SET v_counted = CONCAT('{', SUBSTRING(v_by_method, 2), '}');
    END IF;
    IF v_counted IS NOT NULL AND v_counted <> 'null' AND (NOT _is_json(v_counted) OR JSON_TYPE(v_counted) <> 'OBJECT') THEN
        CALL _raise('VALIDATION', 'counted', v_counted, NULL, NULL);
    END IF;
    -- a method that is misspelled would count as expected, and the closing is final
    SET v_list = IF(v_counted = 'null', NULL, JSON_KEYS(v_counted));
    WHILE v_method_no < COALESCE(JSON_LENGTH(v_list), 0) DO
        SET v_key = JSON_UNQUOTE(JSON_EXTRACT(v_list, CONCAT('$[', v_method_no, ']')));
        IF v_key COLLATE utf8mb4_bin NOT IN ('cash', 'bank_transfer', 'check', 'card') THEN
            CALL _raise('VALIDATION', 'counted', v_key, NULL, NULL);
        END IF;
        SET v_method_no = v_method_no + 1;
    END WHILE;
    SET p_cash = _read_money('counted.cash', JSON_EXTRACT(v_counted, '$.cash'), p_minor_units);
    SET p_bank_transfer = _read_money('counted.bank_transfer', JSON_EXTRACT(v_counted, '$.bank_transfer'), p_minor_units);
    SET p_check = _read_money('counted.check', JSON_EXTRACT(v_counted, '$.check'), p_minor_units);
    SET p_card = _read_money('counted.card', JSON_EXTRACT(v_counted, '$.card'), p_minor_units);
    IF p_cash IS NULL THEN
        CALL _raise('VALIDATION.required', 'counted.cash', NULL, NULL, NULL);
    END IF;
END
