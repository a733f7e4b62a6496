-- What stands in the journal of one shift; of a branch's shifts of a day; of a branch's day outside any shift; or of its days
-- that were closed already: so much on each account role for each kind of event. Of an unclosed shift all that is committed.
-- Parameters: p_shift_id, else NULL and a branch and its business date; p_loose 0 for its shifts, 1 for what belongs to no shift,
-- NULL for what was posted so after the entry p_after.
-- Returns: p_rows a JSON array [["event", "role", "amount"], ...], debits above 0. Events: sales, amendments, returns, cancelled; payments of the
-- shift's (loose: its day's) own invoices, debts_collected of others; refunds, voids, wallet_deposits, wallet_withdrawals, supplier_payments, cash_in,
-- cash_out. A row of the role count tells how many documents an event has. What a closing booked as difference is left out.
CREATE PROCEDURE _read_till_rows(
    IN p_shift_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_loose TINYINT,
    IN p_after INT,
    OUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_event, v_role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_count INT;
    DECLARE c_rows CURSOR FOR
        WITH n AS (
            SELECT
                e.reference_id, l.role, l.debit - l.credit AS amount,
                CASE
                    WHEN e.entry_type = 'invoice' THEN IF(e.reference_type = 'invoices_out', 'sales', 'amendments')
                    WHEN e.entry_type = 'invoice_reversal' THEN 'cancelled'
                    WHEN e.entry_type = 'return' THEN 'returns'
                    WHEN e.reference_type = 'supplier_payments' THEN 'supplier_payments'
                    WHEN e.entry_type = 'payment' THEN
                        IF(i.shift_id <=> e.shift_id AND (e.shift_id IS NOT NULL OR i.invoice_date = e.entry_date), 'payments', 'debts_collected')
                    WHEN e.entry_type = 'refund' THEN 'refunds'
                    WHEN e.entry_type = 'payment_reversal' THEN 'voids'
                    WHEN e.entry_type = 'wallet' THEN IF((l.role = 'wallet') = (l.debit > 0), 'wallet_withdrawals', 'wallet_deposits')
                    WHEN e.entry_type = 'cash_move' THEN IF((l.role = 'cash') = (l.debit > 0), 'cash_in', 'cash_out')
                    ELSE e.entry_type
                END AS event
            FROM (
                SELECT j.id, j.entry_type, j.reference_type, j.reference_id, j.shift_id, j.entry_date
                FROM journal_entries AS j FORCE INDEX (journal_entries_of_shift) WHERE j.shift_id = p_shift_id
                UNION ALL
                SELECT j.id, j.entry_type, j.reference_type, j.reference_id, j.shift_id, j.entry_date
                FROM shifts AS s FORCE INDEX (shifts_of_day)
                STRAIGHT_JOIN journal_entries AS j FORCE INDEX (journal_entries_of_shift) ON j.shift_id = s.id
                WHERE s.branch_id = p_branch_id AND s.closed_on = p_day AND NOT p_loose
                UNION ALL
                SELECT j.id, j.entry_type, j.reference_type, j.reference_id, j.shift_id, j.entry_date
                FROM journal_entries AS j FORCE INDEX (journal_entries_by_day)
                WHERE j.entry_date = p_day AND j.branch_id = p_branch_id AND j.shift_id IS NULL AND p_loose
                UNION ALL
                SELECT j.id, j.entry_type, j.reference_type, j.reference_id, j.shift_id, j.entry_date
                FROM _entries_after_closings AS j WHERE j.shift_id IS NULL AND j.id > p_after AND j.branch_id = p_branch_id AND j.entry_date <> p_day
            ) AS e
            STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
            LEFT JOIN invoice_payments AS p FORCE INDEX (PRIMARY)
                ON e.entry_type = 'payment' AND e.reference_type = 'invoice_payments' AND p.id = e.reference_id
            LEFT JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = p.invoice_id
            WHERE e.entry_type <> 'cash_difference'
                AND l.role IN (
                    'cash', 'bank_transfer', 'check', 'card', 'wallet', 'receivables', 'sales', 'sales_discounts', 'sales_returns', 'tax_payable',
                    'rounding')
        )
        SELECT n.event, n.role, SUM(n.amount) FROM n
        -- a block of late figures stands for something that it shows; a drawer holds what any event brought
        WHERE p_loose IS NOT NULL OR n.event IN (
            'sales', 'amendments', 'returns', 'cancelled', 'payments', 'debts_collected', 'refunds', 'voids', 'wallet_deposits', 'wallet_withdrawals',
            'supplier_payments', 'cash_in', 'cash_out')
        GROUP BY n.event, n.role
        UNION ALL
        SELECT n.event, 'count', COUNT(DISTINCT n.reference_id) FROM n
        WHERE n.event IN ('amendments', 'returns', 'cancelled') OR (n.event = 'sales' AND p_loose IS NULL) GROUP BY n.event;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    -- a sale for nothing stands in no journal (nor among what is late)
    SELECT COUNT(*) INTO v_count
    FROM (
        SELECT i.id FROM invoices_out AS i FORCE INDEX (invoices_out_of_shift) WHERE i.shift_id = p_shift_id
        UNION ALL
        SELECT i.id
        FROM shifts AS s FORCE INDEX (shifts_of_day) STRAIGHT_JOIN invoices_out AS i FORCE INDEX (invoices_out_of_shift) ON i.shift_id = s.id
        WHERE s.branch_id = p_branch_id AND s.closed_on = p_day AND NOT p_loose
        UNION ALL
        SELECT i.id
        FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
        WHERE i.invoice_date = p_day AND i.branch_id = p_branch_id AND i.shift_id IS NULL AND p_loose
    ) AS n;
    SET p_rows = CONCAT('["sales","count","', v_count, '"]');

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_event, v_role, v_amount;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        SET p_rows = CONCAT(p_rows, ',["', v_event, '","', v_role, '","', v_amount, '"]');
    END LOOP;
    CLOSE c_rows;
    SET p_rows = CONCAT('[', p_rows, ']');
END
