-- Post the journal entries of a call, all in one go: their lines, and that they are posted, which is where the journal sees that debit equals
-- credit and that the period is open (trg_journal_entries_bu). The accounts are those that play the roles today.
-- Parameters: p_entries a JSON array [[entry, [["role", "amount", tax, "rate"], ...]], ...]: entries of _open_entry, amounts as texts in currency units,
-- debits above 0, credits below, their sum 0, tax and rate only of a line of a tax, tax null where it has no row; an entry whose lines stand already has none here. p_party_id the customer
-- whose receivables and wallet they are, or the supplier whose payables (NULL where there are none).
-- Errors: ENTRY_UNBALANCED, PERIOD_CLOSED.
CREATE PROCEDURE _post_entries(IN p_entries JSON, IN p_party_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_count INT DEFAULT JSON_LENGTH(p_entries);
    DECLARE v_posted INT DEFAULT 0;
    DECLARE v_first_id, v_second_id, v_third_id INT;

    INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, supplier_id, debit, credit, tax_id, tax_rate)
    SELECT
        j.entry_id, j.line_no, r.account_id, r.role, IF(r.role IN ('receivables', 'wallet'), p_party_id, NULL),
        IF(r.role = 'payables', p_party_id, NULL),
        GREATEST(j.amount, 0), GREATEST(-j.amount, 0), j.tax_id, j.tax_rate
    FROM JSON_TABLE(p_entries, '$[*]' COLUMNS (
        entry_id INT PATH '$[0]',
        NESTED PATH '$[1][*]' COLUMNS (
            line_no FOR ORDINALITY,
            role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
            amount DECIMAL(19,4) PATH '$[1]',
            tax_id INT PATH '$[2]',
            tax_rate DECIMAL(7,4) PATH '$[3]'
        )
    )) AS j
    STRAIGHT_JOIN account_roles AS r FORCE INDEX (PRIMARY) ON r.role = j.role
    WHERE j.amount <> 0;

    -- three in a statement, as many as a sale has
    WHILE v_posted < v_count DO
        SET v_first_id = JSON_EXTRACT(p_entries, CONCAT('$[', v_posted, '][0]'));
        SET v_second_id = JSON_EXTRACT(p_entries, CONCAT('$[', v_posted + 1, '][0]'));
        SET v_third_id = JSON_EXTRACT(p_entries, CONCAT('$[', v_posted + 2, '][0]'));
        UPDATE journal_entries FORCE INDEX (PRIMARY) SET posted = 1 WHERE id IN (v_first_id, v_second_id, v_third_id);
        IF ROW_COUNT() <> LEAST(3, v_count - v_posted) THEN
            CALL _raise_interrupted();
        END IF;
        SET v_posted = v_posted + 3;
    END WHILE;
END
