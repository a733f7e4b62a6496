-- The payments of a request, checked and in one form; a row of method mixed becomes its parts. Rows without an amount are skipped.
-- Parameters: p_payments raw JSON of the member (an array, or a string that holds one); p_minor_units of the company.
-- Returns: p_rows a JSON array [{"place", "amount", "method", "notes"}], amount as text in currency units; sums of the amounts, of
-- the wallet rows, and of the rows that may give change.
-- Errors: INVALID_PAYMENT, INVALID_PAYMENT_METHOD, PAYMENTS_MISMATCH, AMOUNT_PRECISION, VALIDATION.
CREATE PROCEDURE _read_payments(
    IN p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_sum DECIMAL(19,4),
    OUT p_wallet_sum DECIMAL(19,4),
    OUT p_cash_sum DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(p_payments);
    DECLARE v_done, v_is_part TINYINT DEFAULT 0;
    DECLARE v_place INT DEFAULT 0;
    DECLARE v_row_no, v_part_count INT;
    DECLARE v_row, v_amount_raw, v_method_raw, v_notes_raw, v_parts, v_member LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_amount, v_part_sum, v_mixed_sum DECIMAL(19,4);
    DECLARE v_method LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_known, v_excess_to VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    -- a mixed row comes first, its parts (from 1) after it
    DECLARE c_rows CURSOR FOR
        SELECT j.row_no, 0, j.row_json, j.amount, j.method, j.notes, j.parts
        FROM JSON_TABLE(v_payments, '$[*]' COLUMNS (
            row_no FOR ORDINALITY, row_json JSON PATH '$', amount JSON PATH '$.amount', method JSON PATH '$.method',
            notes JSON PATH '$.notes', parts JSON PATH '$.parts')) AS j
        UNION ALL
        SELECT j.row_no, j.part_no, j.row_json, j.amount, j.method, COALESCE(j.notes, j.row_notes), NULL
        FROM JSON_TABLE(v_payments, '$[*]' COLUMNS (
            row_no FOR ORDINALITY, row_method JSON PATH '$.method', row_notes JSON PATH '$.notes',
            NESTED PATH '$.parts[*]' COLUMNS (
                part_no FOR ORDINALITY, row_json JSON PATH '$', amount JSON PATH '$.amount', method JSON PATH '$.method',
                notes JSON PATH '$.notes'))) AS j
        WHERE j.part_no IS NOT NULL AND LOWER(_scalar(j.row_method)) = 'mixed'
        ORDER BY 1, 2;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_rows = '';
    SET p_sum = 0;
    SET p_wallet_sum = 0;
    SET p_cash_sum = 0;
    IF _scalar(p_payments) IS NOT NULL AND v_payments IS NULL THEN
        CALL _raise('INVALID_PAYMENT.list', _scalar(p_payments), NULL, NULL, NULL);
    END IF;

    SET v_part_count = 0;
    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_row_no, v_is_part, v_row, v_amount_raw, v_method_raw, v_notes_raw, v_parts;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        IF LEFT(v_row, 1) <> '{' THEN
            CALL _raise('INVALID_PAYMENT.list', v_row, NULL, NULL, NULL);
        END IF;
        SET v_member = CONCAT('payments[', v_row_no, IF(v_is_part, CONCAT('].parts[', v_is_part), ''), '].amount');
        SET v_amount = _read_amount(v_member, v_amount_raw, p_minor_units);
        SET v_method = COALESCE(LOWER(_scalar(v_method_raw)), 'cash');

        IF v_method = 'mixed' AND NOT v_is_part THEN
            SET v_part_count = COALESCE(JSON_LENGTH(IF(LEFT(v_parts, 1) = '[', v_parts, '[]')), 0);
            IF v_part_count = 0 THEN
                CALL _raise('INVALID_PAYMENT_METHOD', v_row_no, v_method, NULL, NULL);
            END IF;
            SET v_mixed_sum = v_amount;
            SET v_part_sum = 0;
        ELSE
            SET v_excess_to = NULL;
            SET v_known = NULL;
            SELECT MAX(m.code), MAX(m.excess_to) INTO v_known, v_excess_to FROM payment_methods AS m WHERE m.code = v_method COLLATE utf8mb4_bin;
            IF v_known IS NULL THEN
                CALL _raise('INVALID_PAYMENT_METHOD', v_row_no, v_method, NULL, NULL);
            END IF;
            IF v_amount IS NOT NULL THEN
                SET v_place = v_place + 1;
                SET p_rows = CONCAT(
                    p_rows, ',{"place":', v_place, ',"amount":"', v_amount, '","method":"', v_known,
                    '","notes":', _json_text(_read_text(CONCAT('payments[', v_row_no, '].notes'), v_notes_raw, 10000)), '}');
                SET p_sum = p_sum + v_amount;
                SET p_wallet_sum = p_wallet_sum + IF(v_excess_to = 'none', v_amount, 0);
                SET p_cash_sum = p_cash_sum + IF(v_excess_to = 'change', v_amount, 0);
            END IF;
            IF v_is_part THEN
                SET v_part_sum = v_part_sum + COALESCE(v_amount, 0);
                IF v_is_part = v_part_count AND v_mixed_sum <> v_part_sum THEN
                    CALL _raise('PAYMENTS_MISMATCH', _money(v_part_sum, p_minor_units), _money(v_mixed_sum, p_minor_units), NULL, NULL);
                END IF;
            END IF;
        END IF;
    END LOOP;
    CLOSE c_rows;
    SET p_rows = CONCAT('[', SUBSTRING(p_rows, 2), ']');
END
