-- What stands in the journal of one shift; of a branch's shifts of a day; of a branch's day outside any shift; or of its days
-- that were closed already: so much on each account role for each kind of event. Of an unclosed shift all that is committed.
-- Parameters: p_shift_id, else NULL and a branch and its business date; p_loose 0 for its shifts, 1 for what belongs to no shift,
-- NULL for what was posted so after the entry p_after.
-- Returns: p_rows a JSON array [["event", "role", "amount"], ...], debits above 0. Events: sales, amendments, returns, cancelled; payments of the
-- shift's (loose: its day's) own invoices, debts_collected of others; refunds, voids, wallet_deposits, wallet_withdrawals, supplier_payments, cash_in,
-- cash_out. A row of the role count tells how many documents an event has, also of those for nothing. What a closing booked as difference is left out.
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
    DECLARE v_sales, v_cancelled INT;
    DECLARE c_rows CURSOR FOR
        WITH e AS (
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
        ),
        n AS (
            SELECT
                l.role, l.debit - l.credit AS amount,
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
            FROM e
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
        -- what was given away has an entry of its cost alone
        SELECT d.event, 'count', COUNT(DISTINCT d.reference_id)
        FROM (
            SELECT
                e.reference_id,
                CASE e.reference_type
                    WHEN 'invoice_amendments' THEN 'amendments'
                    WHEN 'invoice_returns' THEN 'returns'
                    ELSE IF(e.entry_type IN ('invoice_reversal', 'invoice_cogs_reversal'), 'cancelled', 'sales')
                END AS event
            FROM e
            WHERE e.reference_type IN ('invoice_amendments', 'invoice_returns')
                OR (e.reference_type = 'invoices_out' AND (e.entry_type IN ('invoice_reversal', 'invoice_cogs_reversal') OR p_loose IS NULL))
        ) AS d
        GROUP BY d.event;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    -- a service for nothing stands in no journal (nor among what is late): it counts, also as cancelled, where it was sold
    SELECT
        COUNT(*),
        COALESCE(SUM(n.delivered IN ('canceled', 'reverted') AND (
            SELECT COUNT(*) FROM journal_entries AS j FORCE INDEX (journal_entries_once)
            WHERE j.reference_type = 'invoices_out' AND j.reference_id = n.id AND j.entry_type IN ('invoice_reversal', 'invoice_cogs_reversal')) = 0), 0)
    INTO v_sales, v_cancelled
    FROM (
        SELECT i.id, i.delivered FROM invoices_out AS i FORCE INDEX (invoices_out_of_shift) WHERE i.shift_id = p_shift_id
        UNION ALL
        SELECT i.id, i.delivered
        FROM shifts AS s FORCE INDEX (shifts_of_day) STRAIGHT_JOIN invoices_out AS i FORCE INDEX (invoices_out_of_shift) ON i.shift_id = s.id
        WHERE s.branch_id = p_branch_id AND s.closed_on = p_day AND NOT p_loose
        UNION ALL
        SELECT i.id, i.delivered
        FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
        WHERE i.invoice_date = p_day AND i.branch_id = p_branch_id AND i.shift_id IS NULL AND p_loose
    ) AS n;
    SET p_rows = CONCAT('["sales","count","', v_sales, '"]', IF(v_cancelled = 0, '', CONCAT(',["cancelled","count","', v_cancelled, '"]')));

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
