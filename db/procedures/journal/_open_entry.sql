-- Write the head of a journal entry: the event of one document, not posted yet and without lines (_post_entries).
-- Parameters: p_entry_no the next number of JE, taken before any of PAY, so that all calls wait for the two series in one order; p_type of
-- journal_entries; the document's table and id; p_reverses_id the entry that it reverses, p_adjusts_id the one that it undoes a part of, else
-- NULL; p_day business date; p_at for TIMESTAMP columns; p_shift_id of _join_shift, or NULL.
-- Returns: p_entry_id.
CREATE PROCEDURE _open_entry(
    IN p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_reference_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_reference_id INT,
    IN p_reverses_id INT,
    IN p_adjusts_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_cost_center_id INT;
    CALL _cost_center_of(p_reference_type, p_reference_id, COALESCE(p_reverses_id, p_adjusts_id), p_branch_id, v_cost_center_id);
    INSERT INTO journal_entries (
        company_id, branch_id, cost_center_id, entry_no, entry_type, entry_date, reference_type, reference_id, reverses_id, adjusts_id, posted, created_by, shift_id,
        created_at)
    VALUES (
        p_company_id, p_branch_id, v_cost_center_id, p_entry_no, p_type, p_day, p_reference_type, p_reference_id, p_reverses_id, p_adjusts_id, 0,
        p_user_id, p_shift_id, p_at);
    SET p_entry_id = LAST_INSERT_ID();
END
