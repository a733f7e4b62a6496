-- The next invoice that the money goes to: of the documents that the request lists, or of all that is open on the customer, first due first.
-- A locking walk over the open ones would wait for the next customer's first invoice where this one's end: found by a plain read, which the
-- customer's lock keeps true, the invoice is locked by its key.
-- Parameters: p_documents and p_work_order_id of _allocate_payments; p_document_no from 1; p_customer_id, locked.
-- Returns: the invoice, p_invoice_id NULL when there is none left; its paid and open amounts; p_open how much of it to settle, in currency units.
-- Locks: invoices_out, then its work order, which the trigger will change: before the number, the last of all locks; both by primary key.
CREATE PROCEDURE _lock_next_invoice(
    IN p_documents LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_document_no INT,
    IN p_customer_id INT,
    IN p_asked_work_order_id INT,
    OUT p_invoice_id INT,
    OUT p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_work_order_id INT,
    OUT p_paid DECIMAL(19,4),
    OUT p_remaining DECIMAL(19,4),
    OUT p_open DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_asked DECIMAL(19,4);
    IF p_documents IS NOT NULL THEN
        SELECT j.invoice_id, j.amount INTO p_invoice_id, v_asked
        FROM JSON_TABLE(p_documents, '$[*]' COLUMNS (
            place INT PATH '$.place', invoice_id INT PATH '$.invoice_id', amount DECIMAL(19,4) PATH '$.amount')) AS j
        WHERE j.place = p_document_no;
    ELSEIF p_asked_work_order_id IS NOT NULL THEN
        SELECT i.id INTO p_invoice_id
        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        WHERE i.work_order_id = p_asked_work_order_id AND i.pay_by IS NOT NULL AND i.customer_id = p_customer_id
        ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;
    ELSE
        SELECT i.id INTO p_invoice_id
        FROM invoices_out AS i FORCE INDEX (invoices_out_pay_order)
        WHERE i.customer_id = p_customer_id AND i.pay_by IS NOT NULL
        ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;
    END IF;
    IF p_invoice_id IS NOT NULL THEN
        SELECT i.invoice_no, i.work_order_id, COALESCE(i.paid_amount, 0), i.remaining_amount, COALESCE(v_asked, i.remaining_amount)
        INTO p_invoice_no, p_work_order_id, p_paid, p_remaining, p_open
        FROM invoices_out AS i WHERE i.id = p_invoice_id FOR UPDATE;
        IF p_work_order_id IS NOT NULL THEN
            SELECT o.id INTO p_work_order_id FROM work_orders AS o WHERE o.id = p_work_order_id FOR UPDATE;
        END IF;
    END IF;
END
