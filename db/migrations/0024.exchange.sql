-- Exchanges: an invoice that was sold for what came back in a return names that return. One return, one exchange. There is no foreign key, for
-- which every sale would pay: a return cannot be deleted, and the check exchange_names_a_return_of_its_customer looks after the rest.
-- depends: 0023.journal_without_self_references

ALTER TABLE invoices_out
    ADD COLUMN exchange_return_id INT DEFAULT NULL COMMENT 'the return that the invoice was exchanged for; NULL: a plain sale',
    ADD UNIQUE KEY invoices_out_exchange (exchange_return_id);
