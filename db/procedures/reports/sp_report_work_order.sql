-- The sheet of a work order: its totals, its invoices, what they sold, and what was paid. Canceled and reverted invoices stand on it with their status
-- and count in no total; their lines are left out. The debit notes that were raised for its invoices stand on it, too; the totals are of invoices.
--
-- Parameters: p_work_order_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_WORK_ORDER. Locks: none; opens no transaction.
-- Returns: one row, one column response: work_order with its totals, customer_name, invoices [{invoice_id, invoice_no, invoice_date, status, total_after,
--   returned_amount, paid_amount, remaining_amount}], items [{invoice_id, product_id, product_name, unit, quantity, returned, selling_price, gross_price
--   (of the whole line after all discounts, with taxes)}], payments [{payment_id, payment_no, business_date, invoice_id, method, amount}], debit_notes [{debit_note_id, debit_note_no, debit_note_date,
--   invoice_id (that it was raised for), reference_type, status, total, applied_amount, remaining_amount}], each oldest first.
-- Example: CALL sp_report_work_order(2);
CREATE PROCEDURE sp_report_work_order(IN p_work_order_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_work_order_id BIGINT DEFAULT _required_id('work_order_id', JSON_QUOTE(p_work_order_id));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part, v_place INT;
    DECLARE v_json, v_order LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoices, v_items, v_payments, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one statement, so that totals and rows are of one state
    DECLARE c_rows CURSOR FOR
        SELECT 1 AS part, o.id AS place, CONCAT('"work_order":', _work_order_row_json(
            o.id, o.customer_id, o.title, o.description, o.status, o.start_date, o.notes, o.total_invoice_amount, o.total_paid, o.total_remaining,
            m.minor_units), ',"customer_name":', JSON_QUOTE(c.name)) AS json
        FROM work_orders AS o FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = o.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE o.id = v_work_order_id
        UNION ALL
        SELECT 2, i.id, CONCAT(
            '{"invoice_id":', i.id, ',"invoice_no":', _json_text(i.invoice_no), ',"invoice_date":', _json_text(i.invoice_date),
            ',"status":"', _payment_status(i.delivered), '","total_after":', _money(i.total_after_discount, m.minor_units),
            ',"returned_amount":', _money(i.returned_amount, m.minor_units), ',"paid_amount":', _money(i.paid_amount, m.minor_units),
            ',"remaining_amount":', _money(i.remaining_amount, m.minor_units), '}')
        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE i.work_order_id = v_work_order_id
        UNION ALL
        SELECT 3, l.id, CONCAT(
            '{"invoice_id":', i.id, ',"product_id":', p.id, ',"product_name":', JSON_QUOTE(p.name), ',"unit":', JSON_QUOTE(p.unit_of_measure),
            ',"quantity":', l.quantity, ',"returned":', COALESCE((
                SELECT SUM(x.qty) FROM invoice_return_items AS x FORCE INDEX (invoice_return_items_of_line) WHERE x.sale_item_id = l.id), 0),
            ',"selling_price":', l.selling_price,
            ',"gross_price":', _money(l.total_price - COALESCE(l.discount_share, 0) + l.added_tax, m.minor_units), '}')
        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = i.id
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = l.product_id
        WHERE i.work_order_id = v_work_order_id AND i.delivered NOT IN ('canceled', 'reverted') AND (l.quantity > 0 OR l.adopted = 1)
        UNION ALL
        SELECT 4, y.id, CONCAT(
            '{"payment_id":', y.id, ',"payment_no":', _json_text(y.payment_no), ',"business_date":', _json_text(y.business_date), ',"invoice_id":', i.id,
            ',"method":', _json_text(y.payment_method), ',"amount":', _money(y.payment_amount, m.minor_units), '}')
        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        STRAIGHT_JOIN invoice_payments AS y FORCE INDEX (invoice_id) ON y.invoice_id = i.id
        WHERE i.work_order_id = v_work_order_id
        UNION ALL
        SELECT 5, n.id, CONCAT(
            '{"debit_note_id":', n.id, ',"debit_note_no":', _json_text(n.debit_note_no), ',"debit_note_date":', _json_text(n.debit_note_date),
            ',"invoice_id":', i.id, ',"reference_type":', _json_text(n.reference_type), ',"status":', _json_text(n.status),
            ',"total":', _money(n.total_base, m.minor_units), ',"applied_amount":', _money(n.applied_base, m.minor_units),
            ',"remaining_amount":', _money(n.remaining_base, m.minor_units), '}')
        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        STRAIGHT_JOIN customer_debit_notes AS n FORCE INDEX (customer_debit_notes_of_invoice) ON n.source_invoice_id = i.id
        WHERE i.work_order_id = v_work_order_id
        ORDER BY part, place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_rows;
    FETCH c_rows INTO v_part, v_place, v_order;
    IF v_order IS NULL THEN
        CALL _raise('UNKNOWN_WORK_ORDER', v_work_order_id, NULL, NULL, NULL);
    END IF;
    each_row: LOOP
        FETCH c_rows INTO v_part, v_place, v_json;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        IF v_part = 2 THEN
            SET v_invoices = CONCAT(v_invoices, ',', v_json);
        ELSEIF v_part = 3 THEN
            SET v_items = CONCAT(v_items, ',', v_json);
        ELSEIF v_part = 4 THEN
            SET v_payments = CONCAT(v_payments, ',', v_json);
        ELSE
            SET v_notes = CONCAT(v_notes, ',', v_json);
        END IF;
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(
        '{"ok":true,', v_order, ',"invoices":[', SUBSTRING(v_invoices, 2), '],"items":[', SUBSTRING(v_items, 2),
        '],"payments":[', SUBSTRING(v_payments, 2), '],"debit_notes":[', SUBSTRING(v_notes, 2), ']}') AS response;
END
