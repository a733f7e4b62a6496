-- What a daily closing says of the day's shifts, and of the day's documents.
-- Parameters: a branch and its business date; p_after the entry up to which the closing before had the journal, or NULL; p_minor_units 0 to 4.
-- Returns: p_shifts a JSON array [{shift_id, shift_no, till, cashier_id, cashier, opening_cash, methods [{method, expected, counted, difference}]}];
-- p_series [{kind, code, count, first, last}] of the numbers that the branch's series gave that day; p_cancelled [{invoice_id, invoice_no, status,
-- cancelled_on}] of the invoices that were canceled or reverted that day, or on a day that was closed already, after the closing before; of a service for
-- nothing, which has no entry that says when, where its shift or, outside any, its day is the one that is closed.
CREATE PROCEDURE _closed_shifts(
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_after INT,
    IN p_minor_units TINYINT,
    OUT p_shifts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_series LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cancelled LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_shift_id, v_last_shift_id INT DEFAULT 0;
    DECLARE v_json, v_method LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_shifts CURSOR FOR
        SELECT
            s.id,
            CONCAT(
                '{"shift_id":', s.id, ',"shift_no":"', CONVERT(s.shift_no USING utf8mb4), '","till":"', CONVERT(t.code USING utf8mb4),
                '","cashier_id":', s.cashier_id, ',"cashier":', JSON_QUOTE(u.username), ',"opening_cash":', _money(s.opening_cash, p_minor_units), ',"methods":['),
            CONCAT(
                '{"method":"', c.payment_method, '","expected":', _money(c.expected, p_minor_units), ',"counted":', _money(c.counted, p_minor_units),
                ',"difference":', _money(c.counted - c.expected, p_minor_units), '}')
        FROM shifts AS s FORCE INDEX (shifts_of_day)
        STRAIGHT_JOIN tills AS t FORCE INDEX (PRIMARY) ON t.id = s.till_id
        STRAIGHT_JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = s.cashier_id
        STRAIGHT_JOIN shift_counts AS c FORCE INDEX (PRIMARY) ON c.shift_id = s.id
        WHERE s.branch_id = p_branch_id AND s.closed_on = p_day
        ORDER BY s.id, FIELD(c.payment_method, 'cash', 'bank_transfer', 'check', 'card');
    DECLARE c_series CURSOR FOR
        SELECT CONCAT(
            '{"kind":"', CONVERT(n.kind USING utf8mb4), '","code":"', CONVERT(n.code USING utf8mb4), '","count":', n.last_no,
            ',"first":"', n.kind, '-', n.code, DATE_FORMAT(p_day, '%Y%m%d'), '-0001","last":"', n.kind, '-', n.code, DATE_FORMAT(p_day, '%Y%m%d'), '-',
            IF(n.last_no < 10000, LPAD(n.last_no, 4, '0'), n.last_no), '"}')
        FROM (
            SELECT s.kind, s.code, s.last_no FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.day = p_day AND s.last_no > 0
            UNION ALL
            SELECT d.kind, d.code, d.last_no FROM number_series_days AS d WHERE d.branch_id = p_branch_id AND d.day = p_day
        ) AS n
        ORDER BY n.kind, n.code;
    DECLARE c_cancelled CURSOR FOR
        SELECT CONCAT(
            '{"invoice_id":', i.id, ',"invoice_no":', _json_text(i.invoice_no), ',"status":"', i.delivered, '","cancelled_on":"', c.cancelled_on, '"}')
        FROM (
            SELECT DISTINCT e.reference_id AS invoice_id, e.entry_date AS cancelled_on
            FROM (
                SELECT j.entry_type, j.reference_type, j.reference_id, j.entry_date
                FROM journal_entries AS j FORCE INDEX (journal_entries_by_day) WHERE j.entry_date = p_day AND j.branch_id = p_branch_id
                UNION ALL
                SELECT j.entry_type, j.reference_type, j.reference_id, j.entry_date
                FROM _entries_after_closings AS j WHERE j.id > p_after AND j.branch_id = p_branch_id AND j.entry_date <> p_day
            ) AS e
            WHERE e.reference_type = 'invoices_out' AND e.entry_type IN ('invoice_reversal', 'invoice_cogs_reversal')
            UNION ALL
            SELECT
                n.id,
                -- what was undone before the books were opened is not in the trail
                COALESCE(_company_day(n.company_id, (
                    SELECT MAX(a.happened_at) FROM audit_log AS a FORCE INDEX (audit_log_of_document)
                    WHERE a.document_table = 'invoices_out' AND a.document_id = n.id AND a.action IN ('cancel', 'revert'))), n.invoice_date)
            FROM (
                SELECT i.id, i.company_id, i.invoice_date, i.delivered
                FROM shifts AS s FORCE INDEX (shifts_of_day) STRAIGHT_JOIN invoices_out AS i FORCE INDEX (invoices_out_of_shift) ON i.shift_id = s.id
                WHERE s.branch_id = p_branch_id AND s.closed_on = p_day
                UNION ALL
                SELECT i.id, i.company_id, i.invoice_date, i.delivered
                FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
                WHERE i.invoice_date = p_day AND i.branch_id = p_branch_id AND i.shift_id IS NULL
            ) AS n
            WHERE n.delivered IN ('canceled', 'reverted') AND (
                SELECT COUNT(*) FROM journal_entries AS j FORCE INDEX (journal_entries_once)
                WHERE j.reference_type = 'invoices_out' AND j.reference_id = n.id AND j.entry_type IN ('invoice_reversal', 'invoice_cogs_reversal')) = 0
        ) AS c
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = c.invoice_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_shifts = '', p_series = '', p_cancelled = '';
    OPEN c_shifts;
    each_count: LOOP
        FETCH c_shifts INTO v_shift_id, v_json, v_method;
        IF v_done THEN
            LEAVE each_count;
        END IF;
        SET p_shifts = CONCAT(
            p_shifts, IF(v_shift_id = v_last_shift_id, ',', CONCAT(IF(v_last_shift_id = 0, '', ']},'), v_json)), v_method);
        SET v_last_shift_id = v_shift_id;
    END LOOP;
    CLOSE c_shifts;
    SET p_shifts = CONCAT('[', p_shifts, IF(v_last_shift_id = 0, ']', ']}]'));
    SET v_done = 0;
    OPEN c_series;
    each_series: LOOP
        FETCH c_series INTO v_json;
        IF v_done THEN
            LEAVE each_series;
        END IF;
        SET p_series = CONCAT(p_series, ',', v_json);
    END LOOP;
    CLOSE c_series;
    SET p_series = CONCAT('[', SUBSTRING(p_series, 2), ']');
    SET v_done = 0;
    OPEN c_cancelled;
    each_invoice: LOOP
        FETCH c_cancelled INTO v_json;
        IF v_done THEN
            LEAVE each_invoice;
        END IF;
        SET p_cancelled = CONCAT(p_cancelled, ',', v_json);
    END LOOP;
    CLOSE c_cancelled;
    SET p_cancelled = CONCAT('[', SUBSTRING(p_cancelled, 2), ']');
END
