-- What a return's request wants in exchange, without a look at any table: its lines are those of a sale.
-- Parameters: p_request a JSON object.
-- Returns: p_lines of _read_invoice_lines, NULL where nothing is wanted in exchange; the members of the new invoice, with their defaults, p_due_days as
-- in _read_invoice_header;
-- p_payments raw JSON; p_cash_rounding whether it is rounded to the smallest coin.
-- Errors: VALIDATION, TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT, AMOUNT_PRECISION, PAYMENTS_NOT_ALLOWED where there is nothing to pay for.
CREATE PROCEDURE _read_exchange(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_lines JSON,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_due_date DATE,
    OUT p_due_days INT,
    OUT p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cash_rounding TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT JSON_EXTRACT(p_request, '$.exchange_items');
    DECLARE v_list LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(v_items);
    IF v_list IS NULL AND _scalar(v_items) IS NOT NULL THEN
        CALL _raise('VALIDATION', 'exchange_items', _scalar(v_items), NULL, NULL);
    END IF;
    IF JSON_LENGTH(v_list) > 0 THEN
        CALL _read_invoice_lines(v_list, 0, p_lines);
    END IF;

    SET p_payments = JSON_EXTRACT(p_request, '$.payments');
    -- money is never dropped silently
    IF p_lines IS NULL AND COALESCE(JSON_LENGTH(_list(p_payments)), _scalar(p_payments) IS NOT NULL) THEN
        CALL _raise('PAYMENTS_NOT_ALLOWED.without_exchange', COALESCE(_list(p_payments), p_payments), NULL, NULL, NULL);
    END IF;
    SET p_overpayment = _read_word('overpayment', JSON_EXTRACT(p_request, '$.overpayment'), 'reject', 'reject,wallet,change');
    SET p_invoice_group = _read_word(
        'invoice_group', JSON_EXTRACT(p_request, '$.invoice_group'), 'group1',
        'group1,group2,group3,group4,group5,group6,group7,group8,group9,group10,group11');
    SET p_due_date = _read_date('due_date', JSON_EXTRACT(p_request, '$.due_date'));
    SET p_due_days = _read_due_days(p_request);
    SET p_notes = _read_text('exchange_notes', JSON_EXTRACT(p_request, '$.exchange_notes'), 10000);
    SET p_cash_rounding = COALESCE(_read_flag('cash_rounding', JSON_EXTRACT(p_request, '$.cash_rounding')), 1);
END
