-- Read a payment that is to be undone and lock its invoice or debit note, with all that undoing it needs to know; refuse what cannot be undone.
-- Parameters: p_user_id who undoes it; p_payment_id; p_left_only whether only what was not given back of it yet is undone; p_branch_id of the new rows, or NULL; p_now UTC.
-- Returns: p_amount to undo, p_applied the same in the document's currency (p_currency, NULL where it is the company's) with its decimals, p_rate that a
-- payment in another had, and p_method; p_deposited what of the money handed over went into the wallet; the invoice, or the note, with
-- what is paid and open of it, its customer with balance, wallet and seq, its work order; branch and day of the new rows.
-- Errors: UNKNOWN_PAYMENT, VALIDATION, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, INVOICE_CLOSED, DEBIT_NOTE_CLOSED, PAYMENT_VOIDED, INVALID_STATUS where nothing is left of it, PAYMENTS_REQUIRED,
-- OTHER_CURRENCY.
-- Locks: customer, invoice with its order and work order, or debit note, by primary key.
CREATE PROCEDURE _lock_payment_to_undo(
    IN p_user_id INT,
    IN p_payment_id BIGINT,
    IN p_left_only TINYINT,
    IN p_branch_id BIGINT,
    IN p_now DATETIME,
    OUT p_amount DECIMAL(19,4),
    OUT p_applied DECIMAL(19,4),
    OUT p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_document_minor_units TINYINT,
    OUT p_rate DECIMAL(20,10),
    OUT p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_deposited DECIMAL(19,4),
    OUT p_invoice_id INT,
    OUT p_debit_note_id INT,
    OUT p_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_paid DECIMAL(19,4),
    OUT p_open DECIMAL(19,4),
    OUT p_customer_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED,
    OUT p_work_order_id INT,
    OUT p_company_id INT,
    OUT p_own_branch_id INT,
    OUT p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_minor_units TINYINT,
    OUT p_today DATE
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_voided INT;
    DECLARE v_refunded, v_settled, v_open_base DECIMAL(19,4);

    CALL _check_branch_of(p_user_id, 'invoice_payments', p_payment_id);
    -- a payment row never changes, so this needs no lock; adopted ones may be of mixed methods
    SELECT
        p.invoice_id, p.debit_note_id, p.payment_amount, IF(p.payment_method = 'mixed', 'cash', COALESCE(p.payment_method, 'cash')),
        COALESCE(p.tendered, p.payment_amount) - p.payment_amount - COALESCE(p.change_given, 0)
    INTO p_invoice_id, p_debit_note_id, p_amount, p_method, p_deposited
    FROM invoice_payments AS p WHERE p.id = p_payment_id;
    IF p_amount IS NULL THEN
        CALL _raise('UNKNOWN_PAYMENT', p_payment_id, NULL, NULL, NULL);
    END IF;
    IF p_amount <= 0 THEN
        CALL _raise('VALIDATION.not_a_payment', p_payment_id, NULL, NULL, NULL);
    END IF;

    CALL _check_branch_of(
        p_user_id, IF(p_debit_note_id IS NULL, 'invoices_out', 'customer_debit_notes'), COALESCE(p_debit_note_id, p_invoice_id));
    IF p_debit_note_id IS NOT NULL THEN
        CALL _lock_debit_note(
            p_debit_note_id, p_customer_id, p_company_id, p_balance, p_wallet, p_seq, p_document_no, p_currency, p_document_minor_units, p_paid, p_open,
            v_open_base);
        SELECT NULLIF(p_currency, c.currency) INTO p_currency FROM companies AS c WHERE c.id = p_company_id;
        SELECT a.amount, a.exchange_rate INTO p_applied, p_rate
        FROM customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) WHERE a.payment_id = p_payment_id;
    ELSE
        CALL _lock_live_invoice(
            p_invoice_id, p_customer_id, p_company_id, p_balance, p_wallet, p_seq, p_document_no, p_work_order_id, p_paid, p_open);
        CALL _currency_of_invoice(p_invoice_id, p_currency, p_document_minor_units);
    END IF;
    CALL _read_branch(p_user_id, p_company_id, p_branch_id, p_now, p_own_branch_id, p_branch_code, p_minor_units, p_today);

    SELECT COUNT(*) INTO v_voided FROM invoice_payments AS p FORCE INDEX (invoice_payments_voids) WHERE p.voids_id = p_payment_id;
    IF v_voided > 0 THEN
        CALL _raise('PAYMENT_VOIDED', p_payment_id, NULL, NULL, NULL);
    END IF;
    SELECT COALESCE(-SUM(p.payment_amount), 0) INTO v_refunded
    FROM invoice_payments AS p FORCE INDEX (invoice_payments_refunds) WHERE p.refunds_id = p_payment_id;
    IF v_refunded >= p_amount THEN
        CALL _raise('INVALID_STATUS.of_payment', p_payment_id, 'refunded', IF(p_left_only, 'refunded', 'failed'), NULL);
    END IF;
    IF p_left_only THEN
        SET p_amount = p_amount - v_refunded;
    END IF;
    -- nothing gives back a part of what paid a note; what is paid of an invoice is in the company's currency
    IF p_debit_note_id IS NULL AND p_currency IS NULL THEN
        SET p_applied = p_amount;
        SET p_document_minor_units = p_minor_units;
    END IF;
    SET v_settled = p_applied;
    IF p_debit_note_id IS NULL AND p_currency IS NOT NULL THEN
        IF p_left_only AND v_refunded > 0 THEN
            CALL _raise('OTHER_CURRENCY.refund', p_invoice_id, p_currency, NULL, NULL);
        END IF;
        SELECT s.amount, s.settled_base, s.exchange_rate INTO p_applied, v_settled, p_rate
        FROM invoice_settlements AS s FORCE INDEX (invoice_settlements_once) WHERE s.payment_id = p_payment_id;
    END IF;
    IF p_seq IS NULL THEN
        CALL _raise('PAYMENTS_REQUIRED.walk_in', p_customer_id, _money(p_open + p_amount, p_minor_units), NULL, NULL);
    END IF;
    -- what was given back already is not there to give back; where a payment came to nothing, its invoice owes that too, and counts less than nothing
    -- as paid. An adopted one may say that less was paid than its payments
    IF p_paid < v_settled AND (p_left_only OR p_document_no IS NULL) THEN
        CALL _raise(
            'VALIDATION.more_than_paid', p_payment_id, _money(v_settled, IF(p_debit_note_id IS NULL, p_minor_units, p_document_minor_units)),
            _money(p_paid, IF(p_debit_note_id IS NULL, p_minor_units, p_document_minor_units)), NULL);
    END IF;
END
