ALTER TABLE journal_entries
    ADD CONSTRAINT journal_entries_fk_reverses FOREIGN KEY (reverses_id) REFERENCES journal_entries (id) ON DELETE RESTRICT,
    ADD CONSTRAINT journal_entries_fk_adjusts FOREIGN KEY (adjusts_id) REFERENCES journal_entries (id) ON DELETE RESTRICT;
