-- A purchase is never deleted: it is reversed.
CREATE TRIGGER trg_purchases_bd BEFORE DELETE ON purchases FOR EACH ROW
CALL _raise('APPEND_ONLY', 'purchases', NULL, NULL, NULL)
