-- A note in another currency becomes one in the company's: what is owed and the journal stay right. Its items keep the amounts that they have. The
-- currencies stay, for a company may be in one of them.
ALTER TABLE customer_debit_notes DROP CONSTRAINT customer_debit_notes_base, DROP CONSTRAINT customer_debit_notes_settled;

ALTER TABLE customer_debit_note_applications
    DROP CONSTRAINT customer_debit_note_applications_settled, DROP CONSTRAINT customer_debit_note_applications_rate;

-- a part that was worth less than half a minor unit took nothing off what is owed
DELETE a FROM customer_debit_note_applications AS a INNER JOIN customer_debit_notes AS n ON n.id = a.debit_note_id
    INNER JOIN companies AS c ON c.id = n.company_id
WHERE n.currency <> c.currency AND a.settled_base = 0;

UPDATE customer_debit_note_applications AS a INNER JOIN customer_debit_notes AS n ON n.id = a.debit_note_id
    INNER JOIN companies AS c ON c.id = n.company_id
SET a.amount = a.settled_base
WHERE n.currency <> c.currency;

UPDATE customer_debit_notes AS n INNER JOIN companies AS c ON c.id = n.company_id
SET n.net_total = n.net_base, n.tax_total = n.tax_base, n.total = n.total_base, n.applied_amount = n.applied_base, n.currency = c.currency,
    n.exchange_rate = 1
WHERE n.currency <> c.currency;

ALTER TABLE customer_debit_note_applications DROP COLUMN settled_base, DROP COLUMN exchange_rate;

ALTER TABLE customer_debit_notes
    DROP COLUMN remaining_base, DROP COLUMN applied_base, DROP COLUMN total_base, DROP COLUMN tax_base, DROP COLUMN net_base,
    MODIFY exchange_rate DECIMAL(19,6) NOT NULL COMMENT 'of the company''s currency for one of its own';

DROP TABLE IF EXISTS exchange_rates;
