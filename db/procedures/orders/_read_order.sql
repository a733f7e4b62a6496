-- One order with everything that hangs on it, in one state: all parts come out of one statement.
-- Parameters: p_order_id. Returns: p_members of the answer without braces, NULL where there is no such order.
CREATE PROCEDURE _read_order(IN p_order_id BIGINT, OUT p_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_piece_id INT;
    DECLARE v_json, v_header LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items, v_invoices, v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_pieces CURSOR FOR
        SELECT 'header' AS part, 0 AS piece_id, _order_members_json(
            o.id, o.order_no, o.company_id, o.branch_id, o.cost_center_id, o.customer_id, c.name, o.work_order_id, o.shift_id, o.source, o.status,
            o.order_date, o.discount_type, o.discount_value, o.total_before, o.discount_amount, o.total_after, o.tax_total, o.rounding_amount, o.notes,
            o.cancelled_on, o.cancel_reason, o.created_by, o.created_at, t.invoices, t.invoiced, t.paid, t.remaining, m.minor_units) AS json
        FROM (
            SELECT
                COUNT(*) AS invoices, SUM(v.total_after_discount - v.returned_amount) AS invoiced, SUM(v.paid_amount) AS paid,
                SUM(v.remaining_amount) AS remaining
            FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
            WHERE v.order_id = p_order_id AND v.delivered NOT IN ('canceled', 'reverted')
        ) AS t
        STRAIGHT_JOIN orders AS o FORCE INDEX (PRIMARY) ON o.id = p_order_id
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = o.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = o.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        UNION ALL
        SELECT 'item', i.line_no, CONCAT(
            '{"order_item_id":', i.id, ',"row_id":', _json_text(i.row_id), ',"product_id":', i.product_id, ',"product_name":', JSON_QUOTE(p.name),
            ',"qty":', i.qty, ',"invoiced_qty":', i.invoiced_qty, ',"open_qty":', IF(o.cancelled_on IS NULL, i.qty - i.invoiced_qty, '0.0000'),
            ',"unit":', _json_text(i.unit), ',"unit_factor":', COALESCE(i.unit_factor, 'null'), ',"price_type":"', i.price_type, '","selling_price":', i.selling_price,
            ',"discount_percent":', COALESCE(i.discount_percent, 'null'), ',"discount_amount":', COALESCE(_money(i.discount_amount, m.minor_units), 'null'),
            ',"tax_rate":', COALESCE(i.tax_rate, 'null'), ',"price_includes_tax":', CASE i.price_includes_tax WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END,
            ',"total_price":', _money(i.total_price, m.minor_units), '}')
        FROM order_items AS i FORCE INDEX (order_items_in_order)
        STRAIGHT_JOIN orders AS o FORCE INDEX (PRIMARY) ON o.id = i.order_id
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = i.product_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = o.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE i.order_id = p_order_id
        UNION ALL
        SELECT 'invoice', v.id, CONCAT(
            '{"invoice_id":', v.id, ',"invoice_no":', _json_text(v.invoice_no), ',"invoice_date":"', v.invoice_date,
            '","status":"', _payment_status(v.delivered), '","total_after":', _money(v.total_after_discount, m.minor_units),
            ',"returned_amount":', _money(v.returned_amount, m.minor_units), ',"paid_amount":', _money(v.paid_amount, m.minor_units),
            ',"remaining_amount":', _money(v.remaining_amount, m.minor_units), '}')
        FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = v.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE v.order_id = p_order_id
        UNION ALL
        SELECT 'payment', y.id, CONCAT(
            '{"payment_id":', y.id, ',"payment_no":', _json_text(y.payment_no), ',"invoice_id":', v.id, ',"amount":', _money(y.payment_amount, m.minor_units),
            ',"method":"', COALESCE(y.payment_method, 'cash'), '","business_date":"', y.business_date, '"}')
        FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
        STRAIGHT_JOIN invoice_payments AS y FORCE INDEX (invoice_id) ON y.invoice_id = v.id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = v.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE v.order_id = p_order_id
        ORDER BY part, piece_id;
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
            WHEN 'invoice' THEN SET v_invoices = CONCAT(v_invoices, ',', v_json);
            ELSE SET v_payments = CONCAT(v_payments, ',', v_json);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    SET p_members = CONCAT(
        v_header, ',"items":[', SUBSTRING(v_items, 2), '],"invoices":[', SUBSTRING(v_invoices, 2), '],"payments":[', SUBSTRING(v_payments, 2), ']');
END
