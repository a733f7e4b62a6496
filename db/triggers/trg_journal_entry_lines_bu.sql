-- Rows of journal_entry_lines are insert-only: a correction is a new row.
CREATE TRIGGER trg_journal_entry_lines_bu BEFORE UPDATE ON journal_entry_lines FOR EACH ROW
CALL _raise('APPEND_ONLY', 'journal_entry_lines', NULL, NULL, NULL)
