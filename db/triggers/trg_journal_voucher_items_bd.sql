-- Rows of journal_voucher_items are insert-only: a voucher is reversed.
CREATE TRIGGER trg_journal_voucher_items_bd BEFORE DELETE ON journal_voucher_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'journal_voucher_items', NULL, NULL, NULL)
