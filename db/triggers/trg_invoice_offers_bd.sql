-- Rows of invoice_offers are insert-only: what was given stays written down.
CREATE TRIGGER trg_invoice_offers_bd BEFORE DELETE ON invoice_offers FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_offers', NULL, NULL, NULL)
