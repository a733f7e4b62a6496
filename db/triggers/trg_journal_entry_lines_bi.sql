-- A posted entry gets no further line.
CREATE TRIGGER trg_journal_entry_lines_bi BEFORE INSERT ON journal_entry_lines FOR EACH ROW
BEGIN
    DECLARE v_posted_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT MAX(e.entry_no) INTO v_posted_no FROM journal_entries AS e WHERE e.id = NEW.journal_entry_id AND e.posted = 1;
    IF v_posted_no IS NOT NULL THEN
        CALL _raise('ENTRY_POSTED', v_posted_no, NULL, NULL, NULL);
    END IF;
END
