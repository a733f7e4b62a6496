-- Post one payment of one invoice or debit note, or money that it gives back: the payment row with its number, what it applies to the note, the ledger
-- row, the journal entry, which the caller posts (_post_entries). The caller holds customer, document and work order locked and writes an invoice's
-- paid and open amounts; a note's are written by the trigger of its applications.
-- Parameters: the invoice or the note, its number (NULL on an adopted invoice) and work order; p_amount applied, below 0 where money goes back; of a note, or an
-- invoice in another currency, p_document_amount the same in its currency with its decimals, else NULL, and p_rate of _read_payment_rate, where it is no
-- undoing; money that such an invoice gives back for goods is in the company's currency alone;
-- p_voids_id the payment that is undone by it, p_refunds_id the one that some is given back of, else NULL; p_tendered handed over, p_change given back, in currency units; branch and code
-- of _read_branch; p_day business date; p_at for TIMESTAMP columns; the customer's balance, wallet and seq before, and after; p_entries of the call
-- before, and with this one.
-- Returns: p_payment_id. Errors: WALLET_INSUFFICIENT, PERIOD_CLOSED. Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _post_payment(
    IN p_invoice_id INT,
    IN p_debit_note_id INT,
    IN p_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_work_order_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_document_amount DECIMAL(19,4),
    IN p_document_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_voids_id INT,
    IN p_refunds_id INT,
    IN p_tendered DECIMAL(19,4),
    IN p_change DECIMAL(19,4),
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    INOUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payment_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_settled DECIMAL(19,4) DEFAULT p_amount;
    DECLARE v_wallet_change DECIMAL(19,4) DEFAULT IF(p_method = 'wallet', -p_amount, 0);
    DECLARE v_wallet_transaction_id, v_customer_transaction_id, v_entry_id INT;
    DECLARE v_payment_no, v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
        DEFAULT CONCAT(IF(p_debit_note_id IS NULL, 'الفاتورة ', 'الإشعار المدين '), COALESCE(p_document_no, p_invoice_id));

    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _next_numbers(p_branch_id, p_branch_code, 'PAY', p_day, 1, v_payment_no);
    INSERT INTO invoice_payments (
        invoice_id, debit_note_id, company_id, branch_id, payment_no, business_date, payment_amount, tendered, change_given, payment_date,
        payment_method, notes, created_by, created_at, wallet_before, wallet_after, work_order_id, voids_id, refunds_id)
    VALUES (
        p_invoice_id, p_debit_note_id, p_company_id, p_branch_id, v_payment_no, p_day, p_amount, p_tendered, p_change, p_at,
        p_method, p_notes, p_user_id, p_at, p_wallet, p_wallet + v_wallet_change, p_work_order_id, p_voids_id, p_refunds_id);
    SET p_payment_id = LAST_INSERT_ID();
    IF p_debit_note_id IS NOT NULL THEN
        CALL _apply_to_debit_note(
            p_debit_note_id, p_payment_id, COALESCE(p_voids_id, p_refunds_id), p_document_amount, p_rate, p_user_id, p_at, v_settled);
    ELSEIF p_document_amount IS NOT NULL THEN
        CALL _settle_in_currency(p_invoice_id, p_payment_id, COALESCE(p_voids_id, p_refunds_id), p_document_amount, p_rate, p_user_id, p_at, v_settled);
    END IF;

    CALL _post_customer_transaction(
        p_customer_id,
        CASE WHEN p_amount > 0 THEN 'payment' WHEN p_voids_id IS NULL AND p_method = 'wallet' THEN 'deposit' ELSE 'adjustment' END,
        -v_settled, v_wallet_change, IF(p_method = 'wallet', IF(p_amount > 0, 'invoice_payment', 'refund'), NULL), NULL,
        CASE
            WHEN p_amount > 0 THEN CONCAT('دفعة ', v_payment_no, ' على ', v_document, _in_currency(p_invoice_id, p_debit_note_id, p_document_amount, p_document_minor_units))
            WHEN p_voids_id IS NULL THEN CONCAT('استرداد عن ', v_document, ' ', v_payment_no, _in_currency(p_invoice_id, p_debit_note_id, -p_document_amount, p_document_minor_units))
            ELSE CONCAT('إلغاء الدفعة رقم ', p_voids_id, ': ', v_payment_no, _in_currency(p_invoice_id, p_debit_note_id, -p_document_amount, p_document_minor_units))
        END,
        p_invoice_id, p_payment_id, NULL, p_debit_note_id, p_work_order_id, p_day, p_at, p_user_id,
        p_balance, p_wallet, p_seq, v_wallet_transaction_id, v_customer_transaction_id);

    CALL _open_payment_entry(
        v_entry_no, p_payment_id, p_amount, v_settled, p_method, p_voids_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, p_entries, v_entry_id);
END
