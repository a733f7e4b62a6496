-- An entry is born without lines, so it cannot be balanced yet.
CREATE TRIGGER trg_journal_entries_bi BEFORE INSERT ON journal_entries FOR EACH ROW
BEGIN
    IF NEW.posted <> 0 THEN
        CALL _raise('ENTRY_POSTED', NEW.entry_no, NULL, NULL, NULL);
    END IF;
END
