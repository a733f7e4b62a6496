-- Post a journal entry: what the event of one document does to the books. The accounts are those that play the roles today; a reversal has
-- the accounts of the entry that it reverses, with debit and credit changed over.
-- Parameters: p_entry_no the next number of JE, taken before any of PAY, so that all calls wait for the two series in one order; p_type of
-- journal_entries; the document's table and id; p_lines a JSON array [["role", "amount", tax, "rate"], ...] as in _post_entries, amounts as texts in currency units, debits above
-- 0, credits below, their sum 0; p_reverses_id NULL, or the entry to reverse instead, with what adjusted it; p_adjusts_id NULL, or the entry that
-- this one undoes a part of; p_party_id whose lines they are: the customer of receivables and wallet, or the supplier of payables (NULL where there
-- are none); p_day business date; p_at for TIMESTAMP columns.
-- Returns: p_entry_id. Errors: ENTRY_UNBALANCED, PERIOD_CLOSED.
CREATE PROCEDURE _post_entry(
    IN p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_reference_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_reference_id INT,
    IN p_lines JSON,
    IN p_reverses_id INT,
    IN p_adjusts_id INT,
    IN p_party_id INT,
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
    DECLARE v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_lines;

    CALL _open_entry(
        p_entry_no, p_type, p_reference_type, p_reference_id, p_reverses_id, p_adjusts_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, p_entry_id);
    IF p_reverses_id IS NOT NULL THEN
        CALL _reverse_lines(p_entry_id, p_reverses_id);
        SET v_lines = '[]';
    END IF;
    CALL _post_entries(CONCAT('[[', p_entry_id, ',', v_lines, ']]'), p_party_id);
END
