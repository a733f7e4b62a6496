-- The entry of a wallet movement that has none and that no payment row explains. How the money came says the row, or the payment that it was the
-- excess of; where neither does, it is left.
-- Parameters: p_wallet_row_id, its customer locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_wallet_row(
    IN p_wallet_row_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_customer_id, v_company_id, v_branch_id, v_entry_id, v_opened_after, v_payment_id INT;
    DECLARE v_moved_at DATETIME;
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_method, v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_moved_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT MAX(CAST(s.value AS SIGNED)) INTO v_opened_after FROM settings AS s WHERE s.name = 'books_opened_after.wallet_transactions';
    SELECT w.customer_id, c.company_id, w.wallet_after - w.wallet_before, w.method, w.created_at, t.payment_id, t.transaction_date
    INTO v_customer_id, v_company_id, v_amount, v_method, v_moved_at, v_payment_id, v_moved_day
    FROM wallet_transactions AS w
    STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = w.customer_id
    STRAIGHT_JOIN customer_transactions AS t FORCE INDEX (customer_transactions_in_order)
        ON t.customer_id = w.customer_id AND t.seq = w.seq AND t.wallet_transaction = w.id
    WHERE w.id = p_wallet_row_id AND w.id > v_opened_after;
    CALL _find_entry('wallet', 'wallet_transactions', p_wallet_row_id, v_entry_id);
    -- the row of an overpayment leaves it to a payment of the same call: what was handed over says how much of it went into the wallet
    IF v_method IS NULL THEN
        SELECT IF(COUNT(DISTINCT p.payment_method) = 1, MAX(p.payment_method), NULL), MAX(p.branch_id) INTO v_method, v_branch_id
        FROM (
            SELECT y.payment_method, y.branch_id
            FROM invoices_out AS i FORCE INDEX (invoices_out_pay_order)
            STRAIGHT_JOIN invoice_payments AS y FORCE INDEX (invoice_id) ON y.invoice_id = i.id
            WHERE i.customer_id = v_customer_id AND y.created_at = v_moved_at AND y.tendered - y.payment_amount - y.change_given = v_amount
            UNION ALL
            SELECT y.payment_method, y.branch_id
            FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_pay_order)
            STRAIGHT_JOIN invoice_payments AS y FORCE INDEX (invoice_payments_of_debit_note) ON y.debit_note_id = n.id
            WHERE n.customer_id = v_customer_id AND y.created_at = v_moved_at AND y.tendered - y.payment_amount - y.change_given = v_amount
        ) AS p;
    END IF;
    IF v_customer_id IS NOT NULL AND v_payment_id IS NULL AND v_entry_id IS NULL AND v_method IS NOT NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _find_gap(v_branch_id, v_moved_day, v_branch_code);
        CALL _open_number_gap(v_company_id, v_branch_id, NULL, v_branch_code, v_moved_day, v_today, v_day, v_last_no);
        CALL _post_wallet_entry(
            v_method, v_amount, p_wallet_row_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id,
            (SELECT _shift_at(w.created_by, v_company_id, w.created_at) FROM wallet_transactions AS w WHERE w.id = p_wallet_row_id));
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _find_entry('wallet', 'wallet_transactions', p_wallet_row_id, v_entry_id);
        CALL _note_new_entry('wallet_row_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END
