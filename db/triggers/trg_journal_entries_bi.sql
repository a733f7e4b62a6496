-- An entry is born without lines, so it cannot be balanced yet; and one that undoes another names one that is there.
CREATE TRIGGER trg_journal_entries_bi BEFORE INSERT ON journal_entries FOR EACH ROW
BEGIN
    DECLARE v_found INT;
    IF NEW.posted <> 0 THEN
        CALL _raise('ENTRY_POSTED', NEW.entry_no, NULL, NULL, NULL);
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT COUNT(*) INTO v_found FROM journal_entries AS e WHERE e.id = NEW.reverses_id;
        IF v_found = 0 THEN
            CALL _raise('VALIDATION', 'reverses_id', NEW.reverses_id, NULL, NULL);
        END IF;
    END IF;
    IF NEW.adjusts_id IS NOT NULL THEN
        SELECT COUNT(*) INTO v_found FROM journal_entries AS e WHERE e.id = NEW.adjusts_id;
        IF v_found = 0 THEN
            CALL _raise('VALIDATION', 'adjusts_id', NEW.adjusts_id, NULL, NULL);
        END IF;
    END IF;
END
