-- The journal entry of an event; none where the document is older than the books.
-- Returns: p_entry_id, or NULL.
CREATE PROCEDURE _find_entry(
    IN p_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_reference_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_reference_id INT,
    OUT p_entry_id INT
)
READS SQL DATA
BEGIN
    SELECT MAX(e.id) INTO p_entry_id
    FROM journal_entries AS e FORCE INDEX (journal_entries_once)
    WHERE e.reference_type = p_reference_type AND e.reference_id = p_reference_id AND e.entry_type = p_type;
END
