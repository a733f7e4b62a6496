-- Rows of journal_entries are insert-only: a correction is an entry that reverses.
CREATE TRIGGER trg_journal_entries_bd BEFORE DELETE ON journal_entries FOR EACH ROW
CALL _raise('APPEND_ONLY', 'journal_entries', NULL, NULL, NULL)
