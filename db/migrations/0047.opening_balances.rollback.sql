-- A customer's opening balance becomes a correction of an invoice that comes to nothing, made for it: what is owed, and the money that paid it, stay. A
-- supplier's stays as a purchase without lines.
ALTER TABLE purchases DROP CONSTRAINT purchases_opening;

ALTER TABLE purchases DROP COLUMN opening_date;

ALTER TABLE customer_debit_notes DROP CONSTRAINT customer_debit_notes_opening;

INSERT INTO invoices_out (
    company_id, branch_id, customer_id, delivered, invoice_group, notes, total_before_discount, total_after_discount, invoice_date, created_by)
SELECT n.company_id, MIN(n.branch_id), n.customer_id, 'yes', 'group1', 'رصيد افتتاحي', 0, 0, MIN(n.debit_note_date), MIN(n.created_by)
FROM customer_debit_notes AS n WHERE n.reference_type = 'opening_balance' GROUP BY n.company_id, n.customer_id;

UPDATE customer_debit_notes AS n
INNER JOIN (SELECT i.customer_id, MAX(i.id) AS id FROM invoices_out AS i WHERE i.notes = 'رصيد افتتاحي' GROUP BY i.customer_id) AS made
    ON made.customer_id = n.customer_id
SET
    n.source_invoice_id = made.id, n.reference_type = 'correction', n.reason = LEFT(CONCAT_WS(' ', n.reason, n.reference_no), 255), n.reference_no = NULL
WHERE n.reference_type = 'opening_balance';

ALTER TABLE customer_debit_notes DROP COLUMN adopted;

ALTER TABLE customer_debit_notes DROP FOREIGN KEY customer_debit_notes_fk_invoice;

ALTER TABLE customer_debit_notes
    MODIFY source_invoice_id INT NOT NULL COMMENT 'the invoice that it was raised for',
    MODIFY reference_type ENUM('price_difference', 'additional_fees', 'penalty', 'correction') NOT NULL;

ALTER TABLE customer_debit_notes
    ADD CONSTRAINT customer_debit_notes_fk_invoice FOREIGN KEY (source_invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT;
