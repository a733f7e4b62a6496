-- A voucher is never deleted: it is reversed.
CREATE TRIGGER trg_journal_vouchers_bd BEFORE DELETE ON journal_vouchers FOR EACH ROW
CALL _raise('APPEND_ONLY', 'journal_vouchers', NULL, NULL, NULL)
