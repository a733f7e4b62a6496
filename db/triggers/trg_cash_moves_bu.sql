-- A cash move is never changed: what was wrong is moved back.
CREATE TRIGGER trg_cash_moves_bu BEFORE UPDATE ON cash_moves FOR EACH ROW
CALL _raise('APPEND_ONLY', 'cash_moves', NULL, NULL, NULL)
