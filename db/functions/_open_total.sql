-- All that is open on a customer, invoices and debit notes in the company's currency, or on such invoices of a work order of the customer. The caller holds the customer's lock, so that it stays true.
-- Read by SELECT ... INTO: a subquery in RETURN would lock what it reads, up to the next customer's first invoice.
-- Parameters: p_work_order_id or NULL. Returns: currency units, 0 where nothing is open.
CREATE FUNCTION _open_total(p_customer_id INT, p_work_order_id INT) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_open, v_open_notes DECIMAL(19,4);
    IF p_work_order_id IS NULL THEN
        SELECT SUM(IF(x.invoice_id IS NULL, i.remaining_amount, 0)) INTO v_open
        FROM invoices_out AS i FORCE INDEX (invoices_out_pay_order)
        LEFT JOIN invoice_currencies AS x FORCE INDEX (PRIMARY) ON x.invoice_id = i.id
        WHERE i.customer_id = p_customer_id AND i.pay_by IS NOT NULL;
        SELECT SUM(n.remaining_amount) INTO v_open_notes
        FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_pay_order)
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id AND c.currency = n.currency
        WHERE n.customer_id = p_customer_id AND n.pay_by IS NOT NULL;
    ELSE
        SELECT SUM(IF(x.invoice_id IS NULL, i.remaining_amount, 0)) INTO v_open
        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        LEFT JOIN invoice_currencies AS x FORCE INDEX (PRIMARY) ON x.invoice_id = i.id
        WHERE i.work_order_id = p_work_order_id AND i.pay_by IS NOT NULL AND i.customer_id = p_customer_id;
    END IF;
    RETURN COALESCE(v_open, 0) + COALESCE(v_open_notes, 0);
END
