-- What an amendment changed of what is sold with a tax: what was sold with it on which day can be told then. Of amendments from before it is not known, and
-- counts on the day of the sale.
-- depends: 0050.input_tax_and_due_dates

ALTER TABLE invoice_amendment_taxes
    ADD COLUMN base DECIMAL(19,4) DEFAULT NULL COMMENT 'what is sold with it more, without it; below 0 less; NULL: older than this column' AFTER rate;
