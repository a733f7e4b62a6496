-- The next invoice or debit note that the money goes to: of the documents that the request lists, or of all that is open on the customer in the
-- company's currency, first due first. A locking walk over the open ones would wait for the next customer's first one where this one's end: found by a plain read, which the
-- customer's lock keeps true, the document is locked by its key.
-- Parameters: p_documents and p_work_order_id of _allocate_payments; p_place from 1; p_customer_id, locked; p_after_pay_by, p_after_day and p_after_id where
-- the last invoice in another currency stands that was passed over, kept from call to call, '1000-01-01' twice and 0 for the first (a condition upon
-- currencies would make MySQL read the whole index, other customers' invoices too). The search goes on behind it, else each step would begin at the front.
-- Returns: the invoice or the note, both NULL when there is none left; its number, paid and open amounts; p_open how much of it to settle, in
-- currency units.
-- Locks: invoices_out, then its work order, which the trigger will change: before the number, the last of all locks; or customer_debit_notes; all by
-- primary key.
CREATE PROCEDURE _lock_next_document(
    IN p_documents LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_place INT,
    IN p_customer_id INT,
    IN p_asked_work_order_id INT,
    INOUT p_after_pay_by DATE,
    INOUT p_after_day DATE,
    INOUT p_after_id INT,
    OUT p_invoice_id INT,
    OUT p_debit_note_id INT,
    OUT p_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_work_order_id INT,
    OUT p_paid DECIMAL(19,4),
    OUT p_remaining DECIMAL(19,4),
    OUT p_open DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_asked DECIMAL(19,4);
    DECLARE v_pay_by, v_day, v_note_day DATE;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_minor_units TINYINT;
    IF p_documents IS NOT NULL THEN
        SELECT j.invoice_id, j.debit_note_id, j.amount INTO p_invoice_id, p_debit_note_id, v_asked
        FROM JSON_TABLE(p_documents, '$[*]' COLUMNS (
            place INT PATH '$.place', invoice_id INT PATH '$.invoice_id', debit_note_id INT PATH '$.debit_note_id',
            amount DECIMAL(19,4) PATH '$.amount')) AS j
        WHERE j.place = p_place;
    ELSEIF p_asked_work_order_id IS NOT NULL THEN
        WHILE v_currency IS NOT NULL DO
            SET p_invoice_id = NULL;
            SELECT i.id, i.pay_by, i.invoice_date INTO p_invoice_id, v_pay_by, v_day
            FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
            WHERE
                i.work_order_id = p_asked_work_order_id AND i.customer_id = p_customer_id
                AND (i.pay_by > p_after_pay_by OR i.pay_by = p_after_pay_by AND i.invoice_date > p_after_day
                    OR i.pay_by = p_after_pay_by AND i.invoice_date = p_after_day AND i.id > p_after_id)
            ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;
            CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);
            IF v_currency IS NOT NULL THEN
                SET p_after_pay_by = v_pay_by, p_after_day = v_day, p_after_id = p_invoice_id;
            END IF;
        END WHILE;
    ELSE
        WHILE v_currency IS NOT NULL DO
            SET p_invoice_id = NULL;
            -- what is not in the index is asked for, too: were it all in there, the optimizers would read the customer's part of it, or the
            -- whole of it, from the front instead of the range
            SELECT i.id, i.pay_by, i.invoice_date INTO p_invoice_id, v_pay_by, v_day
            FROM invoices_out AS i FORCE INDEX (invoices_out_pay_order)
            WHERE
                i.customer_id = p_customer_id AND i.remaining_amount > 0
                AND (i.pay_by > p_after_pay_by OR i.pay_by = p_after_pay_by AND i.invoice_date > p_after_day
                    OR i.pay_by = p_after_pay_by AND i.invoice_date = p_after_day AND i.id > p_after_id)
            ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;
            CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);
            IF v_currency IS NOT NULL THEN
                SET p_after_pay_by = v_pay_by, p_after_day = v_day, p_after_id = p_invoice_id;
            END IF;
        END WHILE;
        SELECT n.id, n.pay_by INTO p_debit_note_id, v_note_day
        FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_pay_order)
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id AND c.currency = n.currency
        WHERE n.customer_id = p_customer_id AND n.pay_by IS NOT NULL
        ORDER BY n.pay_by, n.id LIMIT 1;
        -- due date, date, id; where all are equal the invoice first
        IF (v_note_day, v_note_day, p_debit_note_id) < (v_pay_by, v_day, p_invoice_id) THEN
            SET p_invoice_id = NULL;
        ELSEIF p_invoice_id IS NOT NULL THEN
            SET p_debit_note_id = NULL;
        END IF;
    END IF;
    IF p_invoice_id IS NOT NULL THEN
        SELECT i.invoice_no, i.work_order_id, COALESCE(i.paid_amount, 0), i.remaining_amount, COALESCE(v_asked, i.remaining_amount)
        INTO p_document_no, p_work_order_id, p_paid, p_remaining, p_open
        FROM invoices_out AS i WHERE i.id = p_invoice_id FOR UPDATE;
        IF p_work_order_id IS NOT NULL THEN
            SELECT o.id INTO p_work_order_id FROM work_orders AS o WHERE o.id = p_work_order_id FOR UPDATE;
        END IF;
    ELSEIF p_debit_note_id IS NOT NULL THEN
        SELECT n.debit_note_no, n.applied_amount, n.remaining_amount, COALESCE(v_asked, n.remaining_amount)
        INTO p_document_no, p_paid, p_remaining, p_open
        FROM customer_debit_notes AS n WHERE n.id = p_debit_note_id FOR UPDATE;
    END IF;
END
