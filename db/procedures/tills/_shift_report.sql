-- The report of a shift, open (its figures so far) or closed.
-- Parameters: p_rows of _read_till_rows; p_minor_units 0 to 4.
-- Returns: p_report the members "shift_id", "shift" and "report" of an answer: the figures (_till_figures_json); methods [{method, opening, expected,
-- counted, difference}], the last two null while it is open; numbers [{kind, count, first, last}] of the documents that were posted in it.
CREATE PROCEDURE _shift_report(
    IN p_shift_id INT,
    IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_report LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_json, v_shift, v_methods, v_numbers LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_methods CURSOR FOR
        SELECT CONCAT(
            '{"method":"', m.code, '","opening":', _money(IF(m.code = 'cash', s.opening_cash, 0), p_minor_units),
            ',"expected":', _money(
                COALESCE(c.expected, IF(m.code = 'cash', s.opening_cash, 0) + _till_moved(p_rows, CONVERT(m.code USING ascii))), p_minor_units),
            ',"counted":', _money(c.counted, p_minor_units), ',"difference":', _money(c.counted - c.expected, p_minor_units), '}')
        FROM (
            SELECT 1 AS place, 'cash' AS code UNION ALL SELECT 2, 'bank_transfer' UNION ALL SELECT 3, 'check' UNION ALL SELECT 4, 'card'
        ) AS m
        STRAIGHT_JOIN shifts AS s FORCE INDEX (PRIMARY) ON s.id = p_shift_id
        LEFT JOIN shift_counts AS c FORCE INDEX (PRIMARY) ON c.shift_id = s.id AND c.payment_method = m.code
        ORDER BY m.place;
    -- in order: first by day, then by what the series gave
    DECLARE c_numbers CURSOR FOR
        SELECT CONCAT(
            '{"kind":"', n.kind, '","count":', COUNT(*), ',"first":"', SUBSTRING(MIN(n.ordered), 19), '","last":"', SUBSTRING(MAX(n.ordered), 19), '"}')
        FROM (
            SELECT d.kind, CONVERT(CONCAT(
                LEFT(SUBSTRING_INDEX(d.document_no, '-', -2), 8), LPAD(SUBSTRING_INDEX(d.document_no, '-', -1), 10, '0'), d.document_no)
                USING ascii) COLLATE ascii_bin AS ordered
            FROM (
                SELECT 'INV' AS kind, i.invoice_no AS document_no
                FROM invoices_out AS i FORCE INDEX (invoices_out_of_shift) WHERE i.shift_id = p_shift_id
                UNION ALL
                SELECT 'ORD', o.order_no FROM orders AS o FORCE INDEX (orders_of_shift) WHERE o.shift_id = p_shift_id
                UNION ALL
                SELECT 'JE', e.entry_no FROM journal_entries AS e FORCE INDEX (journal_entries_of_shift) WHERE e.shift_id = p_shift_id
                UNION ALL
                SELECT 'PAY', p.payment_no
                FROM journal_entries AS e FORCE INDEX (journal_entries_of_shift)
                STRAIGHT_JOIN invoice_payments AS p FORCE INDEX (PRIMARY) ON p.id = e.reference_id
                WHERE e.shift_id = p_shift_id AND e.reference_type = 'invoice_payments'
                UNION ALL
                SELECT 'PAY', y.payment_no
                FROM journal_entries AS e FORCE INDEX (journal_entries_of_shift)
                STRAIGHT_JOIN supplier_payments AS y FORCE INDEX (PRIMARY) ON y.id = e.reference_id
                WHERE e.shift_id = p_shift_id AND e.reference_type = 'supplier_payments'
                UNION ALL
                SELECT 'PRET', b.return_no
                FROM journal_entries AS e FORCE INDEX (journal_entries_of_shift)
                STRAIGHT_JOIN purchase_returns AS b FORCE INDEX (PRIMARY) ON b.id = e.reference_id
                WHERE e.shift_id = p_shift_id AND e.reference_type = 'purchase_returns'
                UNION ALL
                SELECT DISTINCT 'RET', r.return_no
                FROM journal_entries AS e FORCE INDEX (journal_entries_of_shift)
                STRAIGHT_JOIN invoice_returns AS r FORCE INDEX (PRIMARY) ON r.id = e.reference_id
                WHERE e.shift_id = p_shift_id AND e.reference_type = 'invoice_returns'
            ) AS d
        ) AS n
        GROUP BY n.kind ORDER BY n.kind;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_methods;
    each_method: LOOP
        FETCH c_methods INTO v_json;
        IF v_done THEN
            LEAVE each_method;
        END IF;
        SET v_methods = CONCAT(v_methods, ',', v_json);
    END LOOP;
    CLOSE c_methods;
    SET v_done = 0;
    OPEN c_numbers;
    each_kind: LOOP
        FETCH c_numbers INTO v_json;
        IF v_done THEN
            LEAVE each_kind;
        END IF;
        SET v_numbers = CONCAT(v_numbers, ',', v_json);
    END LOOP;
    CLOSE c_numbers;

    SELECT _shift_json(
        s.id, s.company_id, s.branch_id, s.till_id, t.code, s.cashier_id, u.username, s.shift_no, s.opened_on, s.opened_at,
        s.opening_cash, s.closed_on, s.closed_at, s.closed_by, p_minor_units)
    INTO v_shift
    FROM shifts AS s FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN tills AS t FORCE INDEX (PRIMARY) ON t.id = s.till_id
    STRAIGHT_JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = s.cashier_id
    WHERE s.id = p_shift_id;
    SET p_report = CONCAT(
        '"shift_id":', p_shift_id, ',"shift":', v_shift, ',"report":{', _till_figures_json(p_rows, p_minor_units),
        ',"methods":[', SUBSTRING(v_methods, 2), '],"numbers":[', SUBSTRING(v_numbers, 2), ']}');
END
