-- A posted entry gets no further line. (No variable: the usual line costs one look at its entry and no statement more.)
CREATE TRIGGER trg_journal_entry_lines_bi BEFORE INSERT ON journal_entry_lines FOR EACH ROW
IF (SELECT e.posted FROM journal_entries AS e WHERE e.id = NEW.journal_entry_id) = 1 THEN
    CALL _raise(
        'ENTRY_POSTED', (SELECT e.entry_no FROM journal_entries AS e WHERE e.id = NEW.journal_entry_id), NULL, NULL, NULL);
END IF
