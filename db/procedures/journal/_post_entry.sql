-- Post a journal entry: what the event of one document does to the books. The accounts are those that play the roles today; a reversal has
-- the accounts of the entry that it reverses, with debit and credit changed over.
-- Parameters: p_entry_no the next number of JE, taken before any of PAY, so that all calls wait for the two series in one order; p_type of
-- journal_entries; the document's table and id; p_lines a JSON array [["role", "amount"], ...], amounts as texts in currency units, debits above
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
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    INSERT INTO journal_entries (
        company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, reverses_id, adjusts_id, posted, created_by, created_at)
    VALUES (p_company_id, p_branch_id, p_entry_no, p_type, p_day, p_reference_type, p_reference_id, p_reverses_id, p_adjusts_id, 0, p_user_id, p_at);
    SET p_entry_id = LAST_INSERT_ID();

    IF p_reverses_id IS NULL THEN
        INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, supplier_id, debit, credit)
        SELECT
            p_entry_id, j.line_no, r.account_id, r.role, IF(r.role IN ('receivables', 'wallet'), p_party_id, NULL),
            IF(r.role = 'payables', p_party_id, NULL), GREATEST(j.amount, 0), GREATEST(-j.amount, 0)
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
            amount DECIMAL(19,4) PATH '$[1]'
        )) AS j
        STRAIGHT_JOIN account_roles AS r FORCE INDEX (PRIMARY) ON r.role = j.role
        WHERE j.amount <> 0;
    ELSE
        INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, supplier_id, debit, credit)
        SELECT
            p_entry_id, ROW_NUMBER() OVER (ORDER BY MIN(l.journal_entry_id * 100000 + l.line_no)), l.account_id, l.role, l.customer_id, l.supplier_id,
            GREATEST(SUM(l.credit - l.debit), 0), GREATEST(SUM(l.debit - l.credit), 0)
        FROM (
            SELECT p_reverses_id AS id
            UNION ALL
            SELECT a.id FROM journal_entries AS a FORCE INDEX (journal_entries_adjusting) WHERE a.adjusts_id = p_reverses_id
        ) AS e
        STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
        GROUP BY l.account_id, l.role, l.customer_id, l.supplier_id HAVING SUM(l.debit - l.credit) <> 0;
    END IF;

    UPDATE journal_entries SET posted = 1 WHERE id = p_entry_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END
