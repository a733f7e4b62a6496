-- One payment with the invoice or debit note that it paid, as that stands now, all in one state.
--
-- Parameters: p_payment_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_PAYMENT. Locks: none; opens no transaction.
-- Returns: one row, one column response: payment_id, payment_no, company_id, branch_id, customer_id, customer_name, invoice_id and invoice_no or debit_note_id
--   and debit_note_no, document_total and document_remaining (what is open of it), currency of these two and of amount (below 0: money that was given back);
--   exchange_rate (null in the company's currency, and where what it came to was said instead), base_amount, tendered and change_given in the company's
--   currency; method, status as in sp_get_invoice, voids, business_date, payment_date, notes, created_by.
-- Example: CALL sp_get_payment(12);
CREATE PROCEDURE sp_get_payment(IN p_payment_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_payment_id BIGINT DEFAULT _required_id('payment_id', JSON_QUOTE(p_payment_id));
    DECLARE v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT CONCAT(
        '"payment_id":', p.id, ',"payment_no":', _json_text(p.payment_no), ',"company_id":', p.company_id, ',"branch_id":', p.branch_id,
        ',"customer_id":', c.id, ',"customer_name":', JSON_QUOTE(c.name),
        ',"invoice_id":', COALESCE(p.invoice_id, 'null'), ',"invoice_no":', _json_text(i.invoice_no),
        ',"debit_note_id":', COALESCE(p.debit_note_id, 'null'), ',"debit_note_no":', _json_text(n.debit_note_no),
        ',"document_total":', _money(COALESCE(x.total, i.total_after_discount, n.total), m.minor_units),
        ',"document_remaining":', _money(COALESCE(x.remaining_amount, i.remaining_amount, n.remaining_amount), m.minor_units), ',"currency":', _json_text(m.code),
        ',"amount":', _money(COALESCE(a.amount, s.amount, p.payment_amount), m.minor_units), ',"exchange_rate":', COALESCE(a.exchange_rate, s.exchange_rate, 'null'),
        ',"base_amount":', _money(p.payment_amount, b.minor_units), ',"tendered":', _money(p.tendered, b.minor_units),
        ',"change_given":', _money(p.change_given, b.minor_units), ',"method":"', COALESCE(p.payment_method, 'cash'),
        '","status":"', _state_of_payment(p.id, p.payment_amount), '","voids":', COALESCE(p.voids_id, 'null'),
        ',"business_date":', COALESCE(CONCAT('"', p.business_date, '"'), 'null'), ',"payment_date":', _json_text(_from_timestamp(p.payment_date)),
        ',"notes":', _json_text(p.notes), ',"created_by":', p.created_by)
    INTO v_members
    FROM invoice_payments AS p FORCE INDEX (PRIMARY)
    LEFT JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = p.invoice_id
    LEFT JOIN customer_debit_notes AS n FORCE INDEX (PRIMARY) ON n.id = p.debit_note_id
    LEFT JOIN customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) ON a.payment_id = p.id
    -- a refund of what came back settles nothing: it is in the company's currency, and so is what is said beside it
    LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
    LEFT JOIN invoice_currencies AS x FORCE INDEX (PRIMARY) ON x.invoice_id = s.invoice_id
    STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = COALESCE(i.customer_id, n.customer_id)
    STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = p.company_id
    STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = co.currency
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = COALESCE(n.currency, x.currency, co.currency)
    WHERE p.id = v_payment_id;
    IF v_members IS NULL THEN
        CALL _raise('UNKNOWN_PAYMENT', v_payment_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT('{"ok":true,', v_members, '}') AS response;
END
