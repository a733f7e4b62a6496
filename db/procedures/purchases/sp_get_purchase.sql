-- One purchase with everything that hangs on it, in one state: all parts come out of one statement. Its plan is written down:
-- without statistics MySQL would hash whole tables.
--
-- Parameters: p_bill_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_BILL. Locks: none; opens no transaction.
-- Returns: one row, one column response: the header's members, taxes of the whole, items (with what is left of each batch), payments, returns, journal.
-- Example: CALL sp_get_purchase(12);
CREATE PROCEDURE sp_get_purchase(IN p_bill_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_purchase_id BIGINT DEFAULT _required_id('bill_id', JSON_QUOTE(p_bill_id));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_piece_id BIGINT;
    DECLARE v_json, v_header LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items, v_taxes, v_payments, v_returns, v_journal LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_pieces CURSOR FOR
        WITH documents AS (
            SELECT 'purchases' AS reference_type, CAST(v_purchase_id AS SIGNED) AS reference_id
            UNION ALL
            SELECT 'supplier_payments', y.id FROM supplier_payments AS y FORCE INDEX (supplier_payments_of_purchase) WHERE y.purchase_id = v_purchase_id
            UNION ALL
            SELECT 'purchase_returns', x.id FROM purchase_returns AS x FORCE INDEX (purchase_returns_of_purchase) WHERE x.purchase_id = v_purchase_id
        )
        SELECT 'header' AS part, 0 AS piece_id, CONCAT(
            '"bill_id":', p.id, ',"purchase_no":', _json_text(p.purchase_no), ',"bill_no":', _json_text(p.bill_no), ',"company_id":', p.company_id,
            ',"branch_id":', p.branch_id, ',"cost_center_id":', COALESCE(p.cost_center_id, 'null'), ',"supplier_id":', COALESCE(p.supplier_id, 'null'),
            ',"supplier_name":', _json_text(s.name), ',"business_date":"', p.business_date, '","opening_date":', _json_text(p.opening_date),
            ',"due_date":', _json_text(p.due_date),
            ',"total":', _money(p.total, m.minor_units), ',"tax_total":', _money(p.tax_total, m.minor_units),
            ',"returned_amount":', _money((
                SELECT COALESCE(SUM(x.value), 0) FROM purchase_returns AS x FORCE INDEX (purchase_returns_of_purchase) WHERE x.purchase_id = p.id), m.minor_units),
            ',"notes":', _json_text(p.notes),
            ',"reversed":', IF(p.reversed_on IS NULL, 'false', 'true'), ',"reversed_on":', COALESCE(CONCAT('"', p.reversed_on, '"'), 'null'),
            ',"reversed_by":', COALESCE(p.reversed_by, 'null'), ',"reverse_reason":', _json_text(p.reverse_reason),
            ',"created_by":', p.created_by, ',"created_at":', _json_text(_from_timestamp(p.created_at))) AS json
        FROM purchases AS p FORCE INDEX (PRIMARY)
        LEFT JOIN suppliers AS s FORCE INDEX (PRIMARY) ON s.id = p.supplier_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = p.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE p.id = v_purchase_id
        UNION ALL
        SELECT 'item', b.id, CONCAT(
            '{"batch_id":', b.id, ',"product_id":', b.product_id, ',"product_name":', JSON_QUOTE(r.name), ',"qty":', b.original_qty,
            ',"unit_cost":', b.unit_cost, ',"value":', _money(b.original_value, m.minor_units), ',"tax_amount":', _money((
                SELECT COALESCE(SUM(t.amount), 0) FROM batch_taxes AS t FORCE INDEX (PRIMARY) WHERE t.batch_id = b.id), m.minor_units), ',"received_at":"', b.received_at,
            '","remaining":', b.remaining, '}')
        FROM batches AS b FORCE INDEX (batches_of_purchase)
        STRAIGHT_JOIN products AS r FORCE INDEX (PRIMARY) ON r.id = b.product_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = r.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE b.purchase_id = v_purchase_id
        UNION ALL
        SELECT 'tax', MIN(t.batch_id * 1000 + t.tax_no), _applied_tax_json(t.tax_id, MIN(t.name), t.rate, SUM(t.base), SUM(t.amount), m.minor_units)
        FROM batches AS b FORCE INDEX (batches_of_purchase)
        STRAIGHT_JOIN batch_taxes AS t FORCE INDEX (PRIMARY) ON t.batch_id = b.id
        STRAIGHT_JOIN products AS r FORCE INDEX (PRIMARY) ON r.id = b.product_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = r.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE b.purchase_id = v_purchase_id
        GROUP BY t.tax_id, t.rate, m.minor_units
        UNION ALL
        SELECT 'payment', y.id, CONCAT(
            '{"payment_id":', y.id, ',"payment_no":', _json_text(y.payment_no), ',"business_date":"', y.business_date, '","kind":"', y.kind,
            '","amount":', _money(y.amount, m.minor_units), ',"method":"', y.payment_method, '","notes":', _json_text(y.notes),
            ',"undoes":', COALESCE(y.undoes_id, 'null'), ',"created_by":', y.created_by, '}')
        FROM supplier_payments AS y FORCE INDEX (supplier_payments_of_purchase)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = y.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE y.purchase_id = v_purchase_id
        UNION ALL
        SELECT 'return', x.id, CONCAT(
            '{"return_id":', x.id, ',"return_no":', _json_text(x.return_no), ',"business_date":"', x.business_date,
            '","batch_id":', i.batch_id, ',"qty":', i.qty, ',"cost":', _money(i.cost, m.minor_units), ',"tax_amount":', _money((
                SELECT COALESCE(SUM(z.amount), 0) FROM purchase_return_taxes AS z FORCE INDEX (PRIMARY) WHERE z.return_item_id = i.id), m.minor_units),
            ',"reason":', _json_text(x.reason), ',"created_by":', x.created_by, '}')
        FROM purchase_returns AS x FORCE INDEX (purchase_returns_of_purchase)
        STRAIGHT_JOIN purchase_return_items AS i FORCE INDEX (purchase_return_items_once) ON i.purchase_return_id = x.id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = x.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE x.purchase_id = v_purchase_id
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
            WHEN 'tax' THEN SET v_taxes = CONCAT(v_taxes, ',', v_json);
            WHEN 'payment' THEN SET v_payments = CONCAT(v_payments, ',', v_json);
            WHEN 'return' THEN SET v_returns = CONCAT(v_returns, ',', v_json);
            ELSE SET v_journal = CONCAT(v_journal, ',', v_json);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    IF v_header IS NULL THEN
        CALL _raise('UNKNOWN_BILL', v_purchase_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT(
        '{"ok":true,', v_header, ',"taxes":[', SUBSTRING(v_taxes, 2), '],"items":[', SUBSTRING(v_items, 2), '],"payments":[', SUBSTRING(v_payments, 2),
        '],"returns":[', SUBSTRING(v_returns, 2), '],"journal":[', SUBSTRING(v_journal, 2), ']}') AS response;
END
