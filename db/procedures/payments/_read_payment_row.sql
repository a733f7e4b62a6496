-- One payment row of a request, or one part of a mixed one, added to the rows and sums of _plain_payments. A row without an amount is skipped.
-- Parameters: p_row raw JSON; p_member its name and p_row_no its number, for the errors; p_notes raw JSON of the mixed row's notes, for parts
-- without their own; p_place of the last row, and after it of this one; rows and sums so far, and with this one, in currency units.
-- Errors: INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, VALIDATION.
CREATE PROCEDURE _read_payment_row(
    IN p_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_row_no INT,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    INOUT p_place INT,
    INOUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_sum DECIMAL(19,4),
    INOUT p_wallet_sum DECIMAL(19,4),
    INOUT p_cash_sum DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_asked_method LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_method, v_excess_to VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    IF LEFT(p_row, 1) <> '{' THEN
        CALL _raise('INVALID_PAYMENT.list', p_row, NULL, NULL, NULL);
    END IF;
    SET v_amount = _read_amount(CONCAT(p_member, '.amount'), JSON_EXTRACT(p_row, '$.amount'), p_minor_units);
    SET v_asked_method = COALESCE(LOWER(_scalar(JSON_EXTRACT(p_row, '$.method'))), 'cash');
    SELECT MAX(m.code), MAX(m.excess_to) INTO v_method, v_excess_to
    FROM payment_methods AS m WHERE m.code = v_asked_method COLLATE utf8mb4_bin;
    IF v_method IS NULL THEN
        CALL _raise('INVALID_PAYMENT_METHOD', p_row_no, v_asked_method, NULL, NULL);
    END IF;

    IF v_amount IS NOT NULL THEN
        SET p_place = p_place + 1;
        SET p_rows = CONCAT(
            p_rows, ',{"amount":"', v_amount, '","method":"', v_method, '","notes":',
            _json_text(_read_text(CONCAT(p_member, '.notes'), COALESCE(JSON_EXTRACT(p_row, '$.notes'), p_notes), 10000)), '}');
        SET p_sum = p_sum + v_amount;
        SET p_wallet_sum = p_wallet_sum + IF(v_excess_to = 'none', v_amount, 0);
        SET p_cash_sum = p_cash_sum + IF(v_excess_to = 'change', v_amount, 0);
    END IF;
END
