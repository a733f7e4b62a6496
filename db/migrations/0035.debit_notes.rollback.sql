-- Money that paid a note stays: as a payment of the invoice that the note was raised for. Entries stay, too, and so the CHECK lets them be.
DELETE FROM number_series WHERE kind = 'DN';

DELETE r FROM account_roles AS r WHERE r.role = 'additional_charges';

ALTER TABLE customer_transactions DROP FOREIGN KEY customer_transactions_fk_debit_note;

ALTER TABLE customer_transactions DROP INDEX customer_transactions_of_debit_note, DROP COLUMN debit_note_id;

DROP TABLE IF EXISTS customer_debit_note_applications;

ALTER TABLE invoice_payments DROP CONSTRAINT invoice_payments_document;

UPDATE invoice_payments AS p INNER JOIN customer_debit_notes AS n ON n.id = p.debit_note_id SET p.invoice_id = n.source_invoice_id;

ALTER TABLE invoice_payments DROP FOREIGN KEY invoice_payments_fk_debit_note;

ALTER TABLE invoice_payments DROP FOREIGN KEY invoice_payments_fk_invoice;

ALTER TABLE invoice_payments
    DROP INDEX invoice_payments_of_debit_note, DROP COLUMN debit_note_id, MODIFY invoice_id INT NOT NULL;

ALTER TABLE invoice_payments
    ADD CONSTRAINT invoice_payments_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT;

DROP TABLE IF EXISTS customer_debit_note_items;

DROP TABLE IF EXISTS customer_debit_notes;
