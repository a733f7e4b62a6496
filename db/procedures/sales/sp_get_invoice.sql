-- One invoice with everything that hangs on it, in one state: all parts come out of one statement. Its plan is written down:
-- without statistics MySQL would hash whole tables.
--
-- Parameters: p_invoice_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_INVOICE. Locks: none; opens no transaction.
-- Returns: one row, one column response: the columns of invoices_out, invoice_id, total_cogs, payment_status, total_before, total_after,
--   overdue, days_overdue, net_total, arrays taxes, offers, items (with their taxes and allocations; without lines that an amendment took off), payments (with their status), pending_payments, returns, amendments, transactions, journal;
--   in_currency, null where the invoice is in the company's currency, else what it says in its own: currency, exchange_rate, totals, remaining_amount, items
--   [{item_id, price, line_discount, total_price, discount_share, net, tax_amount, gross}], settlements [{payment_id, return_id, amount, settled_base,
--   exchange_rate}].
-- Example: CALL sp_get_invoice(101);
CREATE PROCEDURE sp_get_invoice(IN p_invoice_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_invoice_id BIGINT DEFAULT _required_id('invoice_id', JSON_QUOTE(p_invoice_id));
    DECLARE v_now DATETIME DEFAULT _now();
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_line_id, v_piece_id BIGINT;
    DECLARE v_json, v_header, v_currency LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items, v_taxes, v_line_taxes, v_offers, v_payments, v_pending, v_transactions, v_returns, v_amendments, v_journal, v_currency_items, v_settlements LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- pieces in the order of the answer: a line behind its taxes and before its allocations
    DECLARE c_pieces CURSOR FOR
        WITH documents AS (
            SELECT 'invoices_out' AS reference_type, CAST(v_invoice_id AS SIGNED) AS reference_id
            UNION ALL
            SELECT 'invoice_payments', p.id FROM invoice_payments AS p FORCE INDEX (invoice_id) WHERE p.invoice_id = v_invoice_id
            UNION ALL
            SELECT 'invoice_returns', r.id FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice) WHERE r.invoice_id = v_invoice_id
            UNION ALL
            SELECT 'invoice_amendments', a.id FROM invoice_amendments AS a FORCE INDEX (invoice_amendments_of_invoice) WHERE a.invoice_id = v_invoice_id
            UNION ALL
            SELECT 'wallet_transactions', t.wallet_transaction FROM customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice)
            WHERE t.invoice_id = v_invoice_id AND t.payment_id IS NULL AND t.wallet_transaction IS NOT NULL
        )
        SELECT 'header' AS part, 0 AS line_id, 0 AS piece_id, CONCAT(
            '"invoice_id":', i.id, ',"id":', i.id, ',"invoice_number":', i.id, ',"invoice_no":', _json_text(i.invoice_no),
            ',"company_id":', i.company_id, ',"branch_id":', i.branch_id, ',"cost_center_id":', COALESCE(i.cost_center_id, 'null'), ',"customer_id":', i.customer_id,
            ',"customer_name":', JSON_QUOTE(c.name), ',"delivered":"', i.delivered, '","payment_status":"', _payment_status(i.delivered),
            '","invoice_group":"', i.invoice_group, '","invoice_date":', COALESCE(CONCAT('"', i.invoice_date, '"'), 'null'),
            ',"due_date":', COALESCE(CONCAT('"', i.due_date, '"'), 'null'), ',', _overdue_json(i.pay_by, i.company_id, v_now), ',"created_by":', COALESCE(i.created_by, 'null'),
            ',"created_at":', _json_text(_from_timestamp(i.created_at)), ',"updated_by":', COALESCE(i.updated_by, 'null'),
            ',"updated_at":', _json_text(_from_timestamp(i.updated_at)), ',"notes":', _json_text(i.notes),
            ',"cancel_reason":', _json_text(i.cancel_reason), ',"revert_reason":', _json_text(i.revert_reason),
            ',"total_before_discount":', _money(i.total_before_discount, m.minor_units), ',"total_before":', _money(i.total_before_discount, m.minor_units),
            ',"discount_type":', _json_text(i.discount_type), ',"discount_value":', IF(i.discount_type = 'amount', _money(i.discount_value, m.minor_units), COALESCE(i.discount_value, 'null')),
            ',"discount_amount":', _money(i.discount_amount, m.minor_units),
            ',"total_after_discount":', _money(i.total_after_discount, m.minor_units), ',"total_after":', _money(i.total_after_discount, m.minor_units),
            ',"returned_amount":', _money(i.returned_amount, m.minor_units),
            ',"total_cost":', _money(i.total_cost, m.minor_units), ',"total_cogs":', _money(i.total_cost, m.minor_units),
            ',"profit_amount":', _money(i.profit_amount, m.minor_units), ',"paid_amount":', _money(i.paid_amount, m.minor_units),
            ',"remaining_amount":', _money(i.remaining_amount, m.minor_units), ',"work_order_id":', COALESCE(i.work_order_id, 'null'),
            ',"exchange_return_id":', COALESCE(i.exchange_return_id, 'null'),
            ',"order_id":', COALESCE(i.order_id, 'null'), ',"order":', COALESCE(CONCAT('{"id":', o.id, ',"order_no":"', o.order_no, '"}'), 'null'),
            ',"shift_id":', COALESCE(i.shift_id, 'null'),
            ',"net_total":', _money(i.total_after_discount - i.tax_total - i.rounding_amount, m.minor_units), ',"tax_total":', _money(i.tax_total, m.minor_units),
            ',"added_tax":', _money(i.added_tax, m.minor_units), ',"tax_rounding":"', i.tax_rounding,
            '","smallest_coin":', _money(i.smallest_coin, m.minor_units), ',"rounding_amount":', _money(i.rounding_amount, m.minor_units),
            ',"settled_value":', _money(i.settled_value, m.minor_units), ',"settled_rounding":', _money(i.settled_rounding, m.minor_units)) AS json
        FROM invoices_out AS i
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = i.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        LEFT JOIN orders AS o FORCE INDEX (PRIMARY) ON o.id = i.order_id
        WHERE i.id = v_invoice_id
        UNION ALL
        SELECT 'currency', 0, 0, _in_currency_json(
            x.currency, x.exchange_rate, x.total_before, IF(i.discount_type = 'amount', _money(x.discount_value, m.minor_units), x.discount_value),
            x.discount_amount, x.tax_total, x.total, x.remaining_amount, m.minor_units)
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = x.invoice_id
        WHERE x.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'currency_item', l.id, 0, CONCAT('{"item_id":', l.id, ',', _currency_item_json(
            n.price, n.line_discount, n.total_price, n.discount_share, n.tax_amount, n.added_tax, m.minor_units), '}')
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = x.invoice_id
        STRAIGHT_JOIN invoice_currency_items AS n FORCE INDEX (PRIMARY) ON n.sale_item_id = l.id
        WHERE x.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'settlement', 0, s.id, _settlement_json(s.payment_id, s.return_id, s.amount, s.settled_base, s.exchange_rate, m.minor_units, b.minor_units)
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = x.invoice_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = co.currency
        STRAIGHT_JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_of_invoice) ON s.invoice_id = x.invoice_id
        WHERE x.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'item', l.id, 0, CONCAT(
            '{"row_id":', _json_text(l.row_id), ',"item_id":', l.id, ',"product_name":', JSON_QUOTE(p.name), ',"price_type":"', l.price_type, '",',
            _sold_line_json(
                l.product_id, l.quantity, l.selling_price, l.unit, l.unit_qty, l.unit_price, l.list_price, l.discount_percent, l.line_discount, l.total_price,
                l.discount_share, l.price_includes_tax, l.total_price - COALESCE(l.discount_share, 0) + l.added_tax, l.tax_amount, m.minor_units),
            ',"cost":', _money(l.total_cost, m.minor_units), ',"cost_price_per_unit":', l.cost_price_per_unit, ',"allocations":[')
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = l.product_id
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = l.invoice_out_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE l.invoice_out_id = v_invoice_id AND (l.quantity > 0 OR l.adopted = 1)
        UNION ALL
        SELECT 'item_tax', t.sale_item_id, CAST(t.tax_no AS SIGNED) - 100000, _applied_tax_json(t.tax_id, t.name, t.rate, t.base, t.amount, m.minor_units)
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN invoice_item_taxes AS t FORCE INDEX (PRIMARY) ON t.sale_item_id = l.id
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = l.invoice_out_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE l.invoice_out_id = v_invoice_id AND (l.quantity > 0 OR l.adopted = 1)
        UNION ALL
        SELECT 'tax', 0, MIN(t.sale_item_id * 100000 + t.tax_no), _applied_tax_json(t.tax_id, MIN(t.name), t.rate, SUM(t.base), SUM(t.amount), MIN(m.minor_units))
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN invoice_item_taxes AS t FORCE INDEX (PRIMARY) ON t.sale_item_id = l.id
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = l.invoice_out_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE l.invoice_out_id = v_invoice_id
        GROUP BY t.tax_id, t.rate
        UNION ALL
        SELECT 'offer', 0, f.id, _applied_offer_json(
            f.offer_id, f.coupon_id, f.name, f.gives, l.line_no, l.row_id, f.sale_item_id, f.amount, m.minor_units)
        FROM invoice_offers AS f FORCE INDEX (invoice_offers_of_invoice)
        LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = f.sale_item_id
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = f.invoice_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE f.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'taking', a.sale_item_id, a.id, CONCAT(
            '{"batch_id":', a.batch_id, ',"qty":', a.qty, ',"unit_cost":', a.unit_cost, ',"cost":', _money(a.line_cost, m.minor_units), '}')
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = l.invoice_out_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE l.invoice_out_id = v_invoice_id AND (l.quantity > 0 OR l.adopted = 1)
        UNION ALL
        SELECT 'payment', 0, p.id, CONCAT(
            '{"payment_id":', p.id, ',"payment_no":', _json_text(p.payment_no), ',"amount":', _money(p.payment_amount, m.minor_units),
            ',"method":"', COALESCE(p.payment_method, 'cash'), '","tendered":', _money(p.tendered, m.minor_units),
            ',"change_given":', _money(p.change_given, m.minor_units), ',"business_date":', COALESCE(CONCAT('"', p.business_date, '"'), 'null'),
            ',"payment_date":', _json_text(_from_timestamp(p.payment_date)), ',"notes":', _json_text(p.notes), ',"status":"', _state_of_payment(p.id, p.payment_amount), '","voids":', COALESCE(p.voids_id, 'null'), ',"created_by":', p.created_by, '}')
        FROM invoice_payments AS p FORCE INDEX (invoice_id)
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = p.invoice_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE p.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'pending', 0, w.id, CONCAT('{', _pending_payment_members_json(
            w.id, w.amount, w.payment_method, w.status, w.promised_on, w.settled_on, w.payment_id, w.notes, w.reason, w.created_by, m.minor_units), '}')
        FROM pending_payments AS w FORCE INDEX (pending_payments_of_invoice)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = w.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE w.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'transaction', 0, t.seq, CONCAT('{', _customer_transaction_members_json(
            t.seq, t.id, t.transaction_date, t.transaction_type, t.amount, t.description, t.invoice_id, t.payment_id, t.debit_note_id, t.wallet_transaction,
            t.work_order_id, t.balance_before, t.balance_after, t.wallet_before, t.wallet_after, m.minor_units), '}')
        FROM customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice)
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = t.invoice_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE t.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'return', r.id, 0, CONCAT(
            '{"return_id":', r.id, ',"return_no":', _json_text(r.return_no), ',"business_date":"', r.business_date, '","value":', _money(r.value, m.minor_units),
            ',"tax_amount":', _money(r.tax_amount, m.minor_units), ',"rounding_amount":', _money(r.rounding_amount, m.minor_units), ',"reason":', _json_text(r.reason), ',"created_by":', r.created_by, ',"exchange_invoice_id":', COALESCE(x.id, 'null'), ',"items":[')
        FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice)
        LEFT JOIN invoices_out AS x FORCE INDEX (invoices_out_exchange) ON x.exchange_return_id = r.id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = r.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE r.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'return_item', r.id, l.id, CONCAT(
            '{"item_id":', l.sale_item_id, ',"qty":', l.qty, ',"value":', _money(l.value, m.minor_units), ',"tax_amount":', _money(l.tax_amount, m.minor_units),
            ',"cost":', _money(l.cost, m.minor_units), '}')
        FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice)
        STRAIGHT_JOIN invoice_return_items AS l FORCE INDEX (invoice_return_items_once) ON l.return_id = r.id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = r.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE r.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'amendment', 0, a.id, CONCAT(
            '{"amendment_id":', a.id, ',"business_date":"', a.business_date, '","total_change":', _money(a.total_change, m.minor_units),
            ',"discount_change":', _money(a.discount_change, m.minor_units), ',"value_change":', _money(a.value, m.minor_units),
            ',"tax_change":', _money(a.tax_change, m.minor_units), ',"rounding_change":', _money(a.rounding_change, m.minor_units),
            ',"cost_change":', _money((
                SELECT COALESCE(SUM(g.line_cost), 0)
                FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
                STRAIGHT_JOIN sale_item_allocations AS g FORCE INDEX (sale_item_allocations_of_item) ON g.sale_item_id = l.id
                WHERE l.invoice_out_id = v_invoice_id AND g.amendment_id = a.id), m.minor_units), ',"reason":', _json_text(a.reason), ',"created_by":', a.created_by, '}')
        FROM invoice_amendments AS a FORCE INDEX (invoice_amendments_of_invoice)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = a.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE a.invoice_id = v_invoice_id
        UNION ALL
        SELECT 'entry', e.id, 0, CONCAT(
            '{"entry_id":', e.id, ',"entry_no":', _json_text(e.entry_no), ',"entry_type":', _json_text(e.entry_type), ',"entry_date":"', e.entry_date,
            '","reverses_id":', COALESCE(e.reverses_id, 'null'), ',"lines":[')
        FROM documents AS d
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once)
            ON e.reference_type = CONVERT(d.reference_type USING ascii) AND e.reference_id = d.reference_id
        UNION ALL
        SELECT 'entry_line', e.id, l.line_no, CONCAT(
            '{"account_code":', _json_text(a.code), ',"account_name":', JSON_QUOTE(a.name_ar), ',"debit":', _money(l.debit, m.minor_units),
            ',"credit":', _money(l.credit, m.minor_units), ',"tax_id":', COALESCE(l.tax_id, 'null'), ',"tax_rate":', COALESCE(l.tax_rate, 'null'), '}')
        FROM documents AS d
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once)
            ON e.reference_type = CONVERT(d.reference_type USING ascii) AND e.reference_id = d.reference_id
        STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
        STRAIGHT_JOIN accounts AS a FORCE INDEX (PRIMARY) ON a.id = l.account_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = e.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        ORDER BY line_id, piece_id, part;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_pieces;
    each_piece: LOOP
        FETCH c_pieces INTO v_part, v_line_id, v_piece_id, v_json;
        IF v_done THEN
            LEAVE each_piece;
        END IF;
        CASE v_part
            WHEN 'header' THEN SET v_header = v_json;
            WHEN 'currency' THEN SET v_currency = v_json;
            WHEN 'currency_item' THEN SET v_currency_items = CONCAT(v_currency_items, ',', v_json);
            WHEN 'settlement' THEN SET v_settlements = CONCAT(v_settlements, ',', v_json);
            WHEN 'tax' THEN SET v_taxes = CONCAT(v_taxes, ',', v_json);
            WHEN 'offer' THEN SET v_offers = CONCAT(v_offers, ',', v_json);
            WHEN 'item_tax' THEN SET v_line_taxes = CONCAT(v_line_taxes, ',', v_json);
            WHEN 'item' THEN
                SET v_items = CONCAT(v_items, IF(v_items = '', '', ']},'), '{"taxes":[', SUBSTRING(v_line_taxes, 2), '],', SUBSTRING(v_json, 2));
                SET v_line_taxes = '';
            WHEN 'taking' THEN SET v_items = CONCAT(v_items, IF(RIGHT(v_items, 1) = '[', '', ','), v_json);
            WHEN 'payment' THEN SET v_payments = CONCAT(v_payments, ',', v_json);
            WHEN 'pending' THEN SET v_pending = CONCAT(v_pending, ',', v_json);
            WHEN 'return' THEN SET v_returns = CONCAT(v_returns, IF(v_returns = '', '', ']},'), v_json);
            WHEN 'return_item' THEN SET v_returns = CONCAT(v_returns, IF(RIGHT(v_returns, 1) = '[', '', ','), v_json);
            WHEN 'amendment' THEN SET v_amendments = CONCAT(v_amendments, ',', v_json);
            WHEN 'entry' THEN SET v_journal = CONCAT(v_journal, IF(v_journal = '', '', ']},'), v_json);
            WHEN 'entry_line' THEN SET v_journal = CONCAT(v_journal, IF(RIGHT(v_journal, 1) = '[', '', ','), v_json);
            ELSE SET v_transactions = CONCAT(v_transactions, ',', v_json);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    IF v_header IS NULL THEN
        CALL _raise('UNKNOWN_INVOICE', v_invoice_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT(
        '{"ok":true,', v_header, ',"taxes":[', SUBSTRING(v_taxes, 2), '],"offers":[', SUBSTRING(v_offers, 2), '],"items":[', v_items, IF(v_items = '', '', ']}'), '],"payments":[', SUBSTRING(v_payments, 2),
        '],"pending_payments":[', SUBSTRING(v_pending, 2), '],"returns":[', v_returns, IF(v_returns = '', '', ']}'), '],"amendments":[', SUBSTRING(v_amendments, 2), '],"transactions":[', SUBSTRING(v_transactions, 2),
        '],"journal":[', v_journal, IF(v_journal = '', '', ']}'), '],"in_currency":', COALESCE(CONCAT(
            '{', v_currency, ',"items":[', SUBSTRING(v_currency_items, 2), '],"settlements":[', SUBSTRING(v_settlements, 2), ']}'), 'null'), '}') AS response;
END
