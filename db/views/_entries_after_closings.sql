-- Entries of days that are closed at their branch; those after the last entry of a closing came late for it. What a repair posted again had its place in
-- that closing.
CREATE VIEW _entries_after_closings AS
SELECT j.id, j.branch_id, j.entry_type, j.reference_type, j.reference_id, j.shift_id, j.entry_date
FROM journal_entries AS j FORCE INDEX (PRIMARY, journal_entries_of_shift)
WHERE (
        SELECT COUNT(d.id) FROM daily_closings AS d FORCE INDEX (daily_closings_once)
        WHERE d.branch_id = j.branch_id AND d.business_date = j.entry_date) = 1
    AND (
        SELECT COUNT(a.id) FROM audit_log AS a FORCE INDEX (audit_log_of_document)
        WHERE a.document_table = 'journal_entries' AND a.document_id = j.id AND a.action = 'repair') = 0
