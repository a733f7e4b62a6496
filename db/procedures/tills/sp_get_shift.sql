-- One shift with its report: of a closed one what its closing answered; of an open one the figures so far (X report), of what is committed.
--
-- Parameters: p_filter JSON object: shift_id, or cashier_id for the one that this user has open.
-- Errors: VALIDATION, UNKNOWN_SHIFT, NO_OPEN_SHIFT. Locks: none; opens no transaction.
-- Returns: one row, one column response: shift_id, shift, as sp_open_shift gives it, and report: sales, amendments, returns, cancelled {count, gross, discount,
--   net, tax, rounding, total}, net_sales (all of them together); payments (of its own invoices), debts_collected (of others), refunds, voids, wallet_deposits,
--   wallet_withdrawals, supplier_payments, cash_in, cash_out {cash, bank_transfer, check, card, wallet, total}, below 0 what went out; methods [{method,
--   opening, expected, counted, difference}]; numbers [{kind, count, first, last}].
-- Example: CALL sp_get_shift('{"cashier_id": 5}');
CREATE PROCEDURE sp_get_shift(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_after, v_shift_id, v_cashier_id BIGINT;
    DECLARE v_minor_units TINYINT;
    DECLARE v_response, v_rows, v_report LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_shift_id = _read_id('shift_id', JSON_EXTRACT(p_filter, '$.shift_id'));
    SET v_cashier_id = _read_id('cashier_id', JSON_EXTRACT(p_filter, '$.cashier_id'));
    IF v_shift_id IS NULL AND v_cashier_id IS NULL THEN
        CALL _raise('VALIDATION.required', 'shift_id', NULL, NULL, NULL);
    END IF;
    IF v_shift_id IS NULL THEN
        SELECT MAX(s.id) INTO v_shift_id FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) WHERE s.open_cashier_id = v_cashier_id;
        IF v_shift_id IS NULL THEN
            CALL _raise('NO_OPEN_SHIFT', v_cashier_id, NULL, NULL, NULL);
        END IF;
    END IF;
    SELECT m.minor_units, s.report INTO v_minor_units, v_response
    FROM shifts AS s FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = s.company_id
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
    WHERE s.id = v_shift_id;
    IF v_minor_units IS NULL THEN
        CALL _raise('UNKNOWN_SHIFT', v_shift_id, NULL, NULL, NULL);
    END IF;

    IF v_response IS NULL THEN
        CALL _read_till_rows(v_shift_id, NULL, NULL, 0, NULL, v_rows);
        CALL _shift_report(v_shift_id, v_rows, v_minor_units, v_report);
        SET v_response = CONCAT('{"ok":true,', v_report, '}');
    END IF;
    SELECT v_response AS response;
END
