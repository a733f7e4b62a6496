-- One debit note with everything that hangs on it, in one state: all parts come out of one statement. Its plan is written down:
-- without statistics MySQL would hash whole tables.
--
-- Parameters: p_debit_note_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_DEBIT_NOTE. Locks: none; opens no transaction.
-- Returns: one row, one column response: the header's members, items, applications [{application_id, payment_id, payment_no, method, amount (below 0: a
--   payment that was undone, or given back), business_date}], journal.
-- Example: CALL sp_get_debit_note(3);
CREATE PROCEDURE sp_get_debit_note(IN p_debit_note_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_debit_note_id BIGINT DEFAULT _required_id('debit_note_id', JSON_QUOTE(p_debit_note_id));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_piece_id INT;
    DECLARE v_json, v_header LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items, v_applications, v_journal LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_pieces CURSOR FOR
        WITH documents AS (
            SELECT 'customer_debit_notes' AS reference_type, CAST(v_debit_note_id AS SIGNED) AS reference_id
            UNION ALL
            SELECT 'invoice_payments', p.id FROM invoice_payments AS p FORCE INDEX (invoice_payments_of_debit_note) WHERE p.debit_note_id = v_debit_note_id
        )
        SELECT 'header' AS part, 0 AS piece_id, _debit_note_members_json(
            n.id, n.debit_note_no, n.company_id, n.branch_id, n.cost_center_id, n.customer_id, n.source_invoice_id, n.debit_note_date, n.reference_type,
            n.reference_no, n.reason, n.adopted, n.currency, n.exchange_rate, n.net_total, n.tax_total, n.total, n.total_base, n.applied_amount, n.remaining_amount,
            n.remaining_base, n.status, n.cancelled_on, n.cancel_reason, n.created_by, n.created_at, m.minor_units, b.minor_units) AS json
        FROM customer_debit_notes AS n FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = n.currency
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
        STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = c.currency
        WHERE n.id = v_debit_note_id
        UNION ALL
        SELECT 'item', i.line_no, _debit_note_item_json(
            i.id, i.item_type, i.description, i.quantity, i.unit_price, i.tax_rate, i.net, i.tax_amount, m.minor_units)
        FROM customer_debit_notes AS n FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = n.currency
        STRAIGHT_JOIN customer_debit_note_items AS i FORCE INDEX (customer_debit_note_items_in_note) ON i.debit_note_id = n.id
        WHERE n.id = v_debit_note_id
        UNION ALL
        SELECT 'application', a.id, CONCAT(
            '{"application_id":', a.id, ',"payment_id":', p.id, ',"payment_no":', _json_text(p.payment_no), ',"method":"', p.payment_method,
            '","amount":', _money(a.amount, m.minor_units), ',"exchange_rate":', COALESCE(a.exchange_rate, 'null'),
            ',"base_amount":', _money(p.payment_amount, b.minor_units), ',"exchange_difference":', _money(p.payment_amount - a.settled_base, b.minor_units),
            ',"business_date":"', p.business_date, '"}')
        FROM customer_debit_notes AS n FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = n.currency
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
        STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = c.currency
        STRAIGHT_JOIN customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_of_note) ON a.debit_note_id = n.id
        STRAIGHT_JOIN invoice_payments AS p FORCE INDEX (PRIMARY) ON p.id = a.payment_id
        WHERE n.id = v_debit_note_id
        UNION ALL
        SELECT 'entry', e.id, CONCAT(
            '{"entry_id":', e.id, ',"entry_no":', _json_text(e.entry_no), ',"entry_type":', _json_text(e.entry_type),
            ',"entry_date":"', e.entry_date, '","reverses_id":', COALESCE(e.reverses_id, 'null'), '}')
        FROM documents AS d
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once)
            ON e.reference_type = CONVERT(d.reference_type USING ascii) AND e.reference_id = d.reference_id
        ORDER BY piece_id, part;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_pieces;
    each_piece: LOOP
        FETCH c_pieces INTO v_part, v_piece_id, v_json;
        IF v_done THEN
            LEAVE each_piece;
        END IF;
        CASE v_part
            WHEN 'header' THEN SET v_header = v_json;
            WHEN 'item' THEN SET v_items = CONCAT(v_items, ',', v_json);
            WHEN 'application' THEN SET v_applications = CONCAT(v_applications, ',', v_json);
            ELSE SET v_journal = CONCAT(v_journal, ',', v_json);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    IF v_header IS NULL THEN
        CALL _raise('UNKNOWN_DEBIT_NOTE', v_debit_note_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT(
        '{"ok":true,', v_header, ',"items":[', SUBSTRING(v_items, 2), '],"applications":[', SUBSTRING(v_applications, 2),
        '],"journal":[', SUBSTRING(v_journal, 2), ']}') AS response;
END
