-- What the audit trail keeps of a row: what tells it apart, whose it is, and all that may change of it; lines, which are rows of their own, only as
-- their number or sum. Amounts are written as they are stored.
-- Parameters: p_table one of those below; p_id. Returns: p_state a JSON object by the columns, NULL where there is no such row.
CREATE PROCEDURE _document_state(
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    OUT p_state LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_barcodes, v_taxes, v_units, v_branch_ids, v_permissions LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CASE p_table
        WHEN 'invoices_out' THEN
            SELECT CONCAT(
                '{"invoice_no":', _json_text(i.invoice_no), ',"customer_id":', i.customer_id, ',"status":"', i.delivered,
                '","total_after_discount":', i.total_after_discount, ',"returned_amount":', i.returned_amount, ',"paid_amount":', i.paid_amount,
                ',"remaining_amount":', i.remaining_amount, ',"due_date":', COALESCE(CONCAT('"', i.due_date, '"'), 'null'),
                COALESCE(CONCAT(
                    ',"currency":"', CONVERT(x.currency USING utf8mb4), '","exchange_rate":', x.exchange_rate, ',"remaining_in_currency":', x.remaining_amount), ''),
                '}')
            INTO p_state
            FROM invoices_out AS i LEFT JOIN invoice_currencies AS x FORCE INDEX (PRIMARY) ON x.invoice_id = i.id WHERE i.id = p_id;
        WHEN 'invoice_returns' THEN
            SELECT CONCAT('{"return_no":"', CONVERT(r.return_no USING utf8mb4), '","invoice_id":', r.invoice_id, ',"value":', r.value, '}')
            INTO p_state FROM invoice_returns AS r WHERE r.id = p_id;
        WHEN 'orders' THEN
            SELECT CONCAT(
                '{"order_no":"', CONVERT(o.order_no USING utf8mb4), '","customer_id":', o.customer_id, ',"work_order_id":', COALESCE(o.work_order_id, 'null'),
                ',"status":"', o.status, '","total_after":', o.total_after, ',"notes":', _json_text(o.notes), '}')
            INTO p_state FROM orders AS o WHERE o.id = p_id;
        WHEN 'invoice_drafts' THEN
            SELECT CONCAT(
                '{"name":', _json_text(d.name), ',"customer_id":', COALESCE(d.customer_id, 'null'), ',"line_count":', d.line_count,
                ',"total_after":', COALESCE(d.total_after, 'null'), ',"revision":', d.revision, ',"invoice_id":', COALESCE(d.invoice_id, 'null'), '}')
            INTO p_state FROM invoice_drafts AS d WHERE d.id = p_id;
        WHEN 'work_orders' THEN
            SELECT CONCAT(
                '{"customer_id":', o.customer_id, ',"title":', _json_text(o.title), ',"description":', _json_text(o.description),
                ',"status":', _json_text(o.status), ',"start_date":"', o.start_date, '","notes":', _json_text(o.notes), '}')
            INTO p_state FROM work_orders AS o WHERE o.id = p_id;
        WHEN 'pending_payments' THEN
            SELECT CONCAT('{"invoice_id":', p.invoice_id, ',"amount":', p.amount, ',"payment_method":"', p.payment_method, '","status":"', p.status, '"}')
            INTO p_state FROM pending_payments AS p WHERE p.id = p_id;
        WHEN 'customer_debit_notes' THEN
            SELECT CONCAT(
                '{"debit_note_no":"', CONVERT(n.debit_note_no USING utf8mb4), '","customer_id":', n.customer_id, ',"source_invoice_id":', COALESCE(n.source_invoice_id, 'null'),
                ',"status":"', CONVERT(n.status USING utf8mb4), '","currency":"', CONVERT(n.currency USING utf8mb4),
                '","exchange_rate":', n.exchange_rate, ',"total":', n.total, ',"applied_amount":', n.applied_amount, '}')
            INTO p_state FROM customer_debit_notes AS n WHERE n.id = p_id;
        WHEN 'wallet_transactions' THEN
            SELECT CONCAT('{"customer_id":', w.customer_id, ',"type":"', w.type, '","amount":', w.amount, '}')
            INTO p_state FROM wallet_transactions AS w WHERE w.id = p_id;
        WHEN 'purchases' THEN
            SELECT CONCAT(
                '{"purchase_no":"', CONVERT(p.purchase_no USING utf8mb4), '","bill_no":', _json_text(p.bill_no),
                ',"supplier_id":', COALESCE(p.supplier_id, 'null'), ',"opening_date":', COALESCE(CONCAT('"', p.opening_date, '"'), 'null'),
                ',"due_date":', COALESCE(CONCAT('"', p.due_date, '"'), 'null'),
                ',"total":', p.total, ',"tax_total":', p.tax_total, ',"reversed_on":', COALESCE(CONCAT('"', p.reversed_on, '"'), 'null'), '}')
            INTO p_state FROM purchases AS p WHERE p.id = p_id;
        WHEN 'supplier_payments' THEN
            SELECT CONCAT(
                '{"payment_no":"', CONVERT(p.payment_no USING utf8mb4), '","supplier_id":', COALESCE(p.supplier_id, 'null'), ',"kind":"', p.kind,
                '","amount":', p.amount, ',"payment_method":"', p.payment_method, '","undoes_id":', COALESCE(p.undoes_id, 'null'), '}')
            INTO p_state FROM supplier_payments AS p WHERE p.id = p_id;
        WHEN 'stock_adjustments' THEN
            SELECT CONCAT('{"business_date":"', a.business_date, '","item_count":', (
                SELECT COUNT(*) FROM stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) WHERE i.adjustment_id = a.id), ',"value":', (
                SELECT COALESCE(SUM(i.cost), 0) FROM stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) WHERE i.adjustment_id = a.id), '}')
            INTO p_state FROM stock_adjustments AS a WHERE a.id = p_id;
        WHEN 'purchase_returns' THEN
            SELECT CONCAT(
                '{"return_no":"', CONVERT(r.return_no USING utf8mb4), '","bill_id":', r.purchase_id, ',"item_count":', (
                SELECT COUNT(*) FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_once) WHERE i.purchase_return_id = r.id),
                ',"value":', r.value, ',"tax_amount":', r.tax_amount, '}')
            INTO p_state FROM purchase_returns AS r WHERE r.id = p_id;
        WHEN 'journal_vouchers' THEN
            SELECT CONCAT(
                '{"entry_date":"', v.entry_date, '","description":', _json_text(v.description), ',"reference_no":', _json_text(v.reference_no),
                ',"item_count":', (SELECT COUNT(*) FROM journal_voucher_items AS i FORCE INDEX (PRIMARY) WHERE i.voucher_id = v.id), ',"total":', (
                SELECT COALESCE(SUM(i.debit), 0) FROM journal_voucher_items AS i FORCE INDEX (PRIMARY) WHERE i.voucher_id = v.id),
                ',"reversed_on":', COALESCE(CONCAT('"', v.reversed_on, '"'), 'null'), '}')
            INTO p_state FROM journal_vouchers AS v WHERE v.id = p_id;
        WHEN 'shifts' THEN
            SELECT CONCAT(
                '{"shift_no":"', CONVERT(s.shift_no USING utf8mb4), '","till_id":', s.till_id, ',"cashier_id":', s.cashier_id, ',"opening_cash":', s.opening_cash,
                ',"closed_on":', COALESCE(CONCAT('"', s.closed_on, '"'), 'null'), '}')
            INTO p_state FROM shifts AS s WHERE s.id = p_id;
        WHEN 'cash_moves' THEN
            SELECT CONCAT('{"shift_id":', m.shift_id, ',"direction":"', m.direction, '","purpose":"', m.purpose, '","amount":', m.amount, '}')
            INTO p_state FROM cash_moves AS m WHERE m.id = p_id;
        WHEN 'daily_closings' THEN
            SELECT CONCAT(
                '{"closing_no":', c.closing_no, ',"branch_id":', c.branch_id, ',"business_date":"', c.business_date, '","net_sales":', c.net_sales,
                ',"running_total":', c.running_total, '}')
            INTO p_state FROM daily_closings AS c WHERE c.id = p_id;
        WHEN 'customers' THEN
            SELECT CONCAT(
                '{"name":', _json_text(c.name), ',"mobile":', _json_text(c.mobile), ',"city":', _json_text(c.city), ',"address":', _json_text(c.address),
                ',"notes":', _json_text(c.notes), ',"active":', c.active, ',"group_id":', COALESCE(c.group_id, 'null'),
                ',"price_list_id":', COALESCE(c.price_list_id, 'null'), ',"credit_limit":', COALESCE(c.credit_limit, 'null'),
                ',"tracks_balance":', c.tracks_balance, '}')
            INTO p_state FROM customers AS c WHERE c.id = p_id;
        WHEN 'customer_groups' THEN
            SELECT _customer_group_json(g.id, g.company_id, g.code, g.name, g.price_list_id) INTO p_state FROM customer_groups AS g WHERE g.id = p_id;
        WHEN 'suppliers' THEN
            SELECT CONCAT(
                '{"name":', _json_text(s.name), ',"mobile":', _json_text(s.mobile), ',"city":', _json_text(s.city), ',"address":', _json_text(s.address),
                ',"notes":', _json_text(s.notes), ',"payment_days":', COALESCE(s.payment_days, 'null'), ',"active":', s.active, '}')
            INTO p_state FROM suppliers AS s WHERE s.id = p_id;
        WHEN 'products' THEN
            CALL _lists_of_product(p_id, v_barcodes, v_taxes, v_units);
            SELECT CONCAT(
                '{', _product_members_json(
                    p.id, p.company_id, p.product_code, p.name, p.unit_of_measure, p.reorder_level, p.cost_price, p.selling_price, p.retail_price,
                    p.keeps_stock, p.active),
                ',"barcodes":', v_barcodes, ',"taxes":', v_taxes, ',"units":', v_units, '}')
            INTO p_state FROM products AS p WHERE p.id = p_id;
        WHEN 'price_lists' THEN
            SELECT _price_list_json(l.id, l.company_id, l.code, l.name, l.active) INTO p_state FROM price_lists AS l WHERE l.id = p_id;
        WHEN 'users' THEN
            CALL _limits_of_user(p_id, v_branch_ids, v_permissions);
            SELECT CONCAT('{"username":', _json_text(u.username), ',"branch_ids":', v_branch_ids, ',"permissions":', v_permissions, '}')
            INTO p_state FROM users AS u WHERE u.id = p_id;
        WHEN 'exchange_rates' THEN
            SELECT _exchange_rate_json(r.id, r.company_id, r.currency, r.valid_from, r.rate) INTO p_state FROM exchange_rates AS r WHERE r.id = p_id;
        WHEN 'branches' THEN
            SELECT CONCAT('{"code":"', CONVERT(b.code USING utf8mb4), '","name":', _json_text(b.name), ',"cost_center_id":', COALESCE(b.cost_center_id, 'null'), '}')
            INTO p_state FROM branches AS b WHERE b.id = p_id;
        WHEN 'cost_centers' THEN
            SELECT _cost_center_json(c.id, c.company_id, c.code, c.name, c.active) INTO p_state FROM cost_centers AS c WHERE c.id = p_id;
        WHEN 'tills' THEN
            SELECT CONCAT(
                '{"branch_id":', t.branch_id, ',"code":"', CONVERT(t.code USING utf8mb4), '","name":', _json_text(t.name),
                ',"customer_id":', COALESCE(t.customer_id, 'null'), ',"own_numbers":', t.own_numbers, ',"active":', t.active, '}')
            INTO p_state FROM tills AS t WHERE t.id = p_id;
        WHEN 'accounts' THEN
            SELECT CONCAT(
                '{"code":"', CONVERT(a.code USING utf8mb4), '","name_ar":', _json_text(a.name_ar), ',"name_en":', _json_text(a.name_en), ',"kind":"', a.kind, '"}')
            INTO p_state FROM accounts AS a WHERE a.id = p_id;
    END CASE;
END
