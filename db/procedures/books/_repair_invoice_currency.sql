-- What is settled of an invoice in another currency, in both, from its settlements.
-- Parameters: p_invoice_id, its customer locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_invoice_currency(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_total, v_total_base, v_old_amount, v_amount, v_old_base, v_base DECIMAL(19,4);

    SELECT x.total, x.total_base, x.settled_amount, x.settled_base INTO v_total, v_total_base, v_old_amount, v_old_base
    FROM invoice_currencies AS x WHERE x.invoice_id = p_invoice_id;
    SELECT COALESCE(SUM(s.amount), 0), COALESCE(SUM(s.settled_base), 0) INTO v_amount, v_base
    FROM invoice_settlements AS s FORCE INDEX (invoice_settlements_of_invoice) WHERE s.invoice_id = p_invoice_id;
    -- else the settlements are what is wrong, and the table's own rule would refuse it
    IF v_amount BETWEEN 0 AND v_total AND v_base BETWEEN 0 AND v_total_base AND (v_amount = v_total) = (v_base = v_total_base) THEN
        UPDATE invoice_currencies SET settled_amount = v_amount, settled_base = v_base WHERE invoice_id = p_invoice_id;
        CALL _note_repair(
            'invoice_in_currency_is_what_is_open', 'invoices_out', p_invoice_id, 'settled_amount', v_old_amount, v_amount,
            p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'invoice_in_currency_is_what_is_open', 'invoices_out', p_invoice_id, 'settled_base', v_old_base, v_base,
            p_user_id, p_request_id, p_now, p_changes);
    END IF;
END
