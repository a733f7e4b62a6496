-- What does not add up in the old rows. Each name is that of the check in db/checks which leaves exactly this difference out.
-- depends: 0009.figures_of_adopted_rows

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_total_is_its_lines', 'invoices_out', o.id, COALESCE(SUM(i.total_price), 0), COALESCE(o.total_before_discount, 0), COALESCE(o.total_before_discount, 0) - (COALESCE(SUM(i.total_price), 0))
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
GROUP BY o.id, o.total_before_discount
HAVING COALESCE(o.total_before_discount, 0) <> COALESCE(SUM(i.total_price), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_discount_is_its_shares', 'invoices_out', o.id, COALESCE(SUM(i.discount_share), 0), COALESCE(o.discount_amount, 0), COALESCE(o.discount_amount, 0) - (COALESCE(SUM(i.discount_share), 0))
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
GROUP BY o.id, o.discount_amount
HAVING COALESCE(o.discount_amount, 0) <> COALESCE(SUM(i.discount_share), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_total_after_discount', 'invoices_out', o.id, COALESCE(o.total_before_discount, 0) - COALESCE(o.discount_amount, 0), COALESCE(o.total_after_discount, 0), COALESCE(o.total_after_discount, 0) - (COALESCE(o.total_before_discount, 0) - COALESCE(o.discount_amount, 0))
FROM invoices_out AS o
WHERE COALESCE(o.total_after_discount, 0) <> COALESCE(o.total_before_discount, 0) - COALESCE(o.discount_amount, 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_cost_is_its_lines', 'invoices_out', o.id, COALESCE(SUM(i.total_cost), 0), COALESCE(o.total_cost, 0), COALESCE(o.total_cost, 0) - (COALESCE(SUM(i.total_cost), 0))
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
GROUP BY o.id, o.total_cost
HAVING COALESCE(o.total_cost, 0) <> COALESCE(SUM(i.total_cost), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_profit', 'invoices_out', o.id, COALESCE(o.total_after_discount, 0) - COALESCE(o.total_cost, 0), COALESCE(o.profit_amount, 0), COALESCE(o.profit_amount, 0) - (COALESCE(o.total_after_discount, 0) - COALESCE(o.total_cost, 0))
FROM invoices_out AS o
WHERE COALESCE(o.profit_amount, 0) <> COALESCE(o.total_after_discount, 0) - COALESCE(o.total_cost, 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_paid_is_its_payments', 'invoices_out', o.id, COALESCE(SUM(p.payment_amount), 0), COALESCE(o.paid_amount, 0), COALESCE(o.paid_amount, 0) - (COALESCE(SUM(p.payment_amount), 0))
FROM invoices_out AS o
LEFT JOIN invoice_payments AS p ON p.invoice_id = o.id
GROUP BY o.id, o.paid_amount
HAVING COALESCE(o.paid_amount, 0) <> COALESCE(SUM(p.payment_amount), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_remaining_is_what_is_open', 'invoices_out', o.id, IF(o.delivered IN ('canceled', 'reverted'), 0, COALESCE(o.total_after_discount, 0) - o.returned_amount - COALESCE(o.paid_amount, 0)), COALESCE(o.remaining_amount, 0), COALESCE(o.remaining_amount, 0) - (IF(o.delivered IN ('canceled', 'reverted'), 0, COALESCE(o.total_after_discount, 0) - o.returned_amount - COALESCE(o.paid_amount, 0)))
FROM invoices_out AS o
WHERE COALESCE(o.remaining_amount, 0) <> IF(o.delivered IN ('canceled', 'reverted'), 0, COALESCE(o.total_after_discount, 0) - o.returned_amount - COALESCE(o.paid_amount, 0));

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'line_total_is_its_price', 'invoice_out_items', i.id, ROUND(i.quantity * i.selling_price, m.minor_units), i.total_price, i.total_price - ROUND(i.quantity * i.selling_price, m.minor_units)
FROM invoice_out_items AS i
JOIN invoices_out AS o ON o.id = i.invoice_out_id
JOIN companies AS c ON c.id = o.company_id
JOIN currencies AS m ON m.code = c.currency
WHERE i.total_price <> ROUND(i.quantity * i.selling_price, m.minor_units);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'taking_is_of_its_product', 'sale_item_allocations', a.id, i.product_id, b.product_id, b.product_id - i.product_id
FROM sale_item_allocations AS a
JOIN invoice_out_items AS i ON i.id = a.sale_item_id
JOIN batches AS b ON b.id = a.batch_id
WHERE b.product_id <> i.product_id;

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'line_quantity_is_allocated', 'invoice_out_items', i.id, IF(p.keeps_stock, i.quantity, 0), COALESCE(SUM(a.qty), 0), COALESCE(SUM(a.qty), 0) - (IF(p.keeps_stock, i.quantity, 0))
FROM invoice_out_items AS i
JOIN products AS p ON p.id = i.product_id
LEFT JOIN sale_item_allocations AS a ON a.sale_item_id = i.id
GROUP BY i.id, i.quantity, p.keeps_stock
HAVING COALESCE(SUM(a.qty), 0) <> IF(p.keeps_stock, i.quantity, 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'line_cost_is_its_allocations', 'invoice_out_items', i.id, COALESCE(SUM(a.line_cost), 0), COALESCE(i.total_cost, 0), COALESCE(i.total_cost, 0) - (COALESCE(SUM(a.line_cost), 0))
FROM invoice_out_items AS i
LEFT JOIN sale_item_allocations AS a ON a.sale_item_id = i.id
GROUP BY i.id, i.total_cost
HAVING COALESCE(i.total_cost, 0) <> COALESCE(SUM(a.line_cost), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'batch_quantity_is_received_less_taken', 'batches', b.id, b.original_qty - COALESCE(SUM(a.qty), 0), b.remaining, b.remaining - (b.original_qty - COALESCE(SUM(a.qty), 0))
FROM batches AS b
LEFT JOIN sale_item_allocations AS a ON a.batch_id = b.id
GROUP BY b.id, b.original_qty, b.remaining
HAVING b.remaining <> b.original_qty - COALESCE(SUM(a.qty), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'batch_value_is_received_less_taken', 'batches', b.id, COALESCE(b.original_value, 0) - COALESCE(SUM(a.line_cost), 0), COALESCE(b.stock_value, 0), COALESCE(b.stock_value, 0) - (COALESCE(b.original_value, 0) - COALESCE(SUM(a.line_cost), 0))
FROM batches AS b
LEFT JOIN sale_item_allocations AS a ON a.batch_id = b.id
GROUP BY b.id, b.original_value, b.stock_value
HAVING COALESCE(b.stock_value, 0) <> COALESCE(b.original_value, 0) - COALESCE(SUM(a.line_cost), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'customer_balance_is_what_is_open', 'customers', c.id, COALESCE(SUM(o.remaining_amount), 0), COALESCE(c.balance, 0), COALESCE(c.balance, 0) - (COALESCE(SUM(o.remaining_amount), 0))
FROM customers AS c
LEFT JOIN invoices_out AS o ON o.customer_id = c.id
GROUP BY c.id, c.balance
HAVING COALESCE(c.balance, 0) <> COALESCE(SUM(o.remaining_amount), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'ledger_amount_is_the_change', 'customer_transactions', t.id, IF(t.transaction_type IN ('deposit', 'withdraw'), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0), COALESCE(t.balance_after, 0) - COALESCE(t.balance_before, 0)), t.amount, t.amount - (IF(t.transaction_type IN ('deposit', 'withdraw'), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0), COALESCE(t.balance_after, 0) - COALESCE(t.balance_before, 0)))
FROM customer_transactions AS t
WHERE t.amount <> IF(t.transaction_type IN ('deposit', 'withdraw'), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0), COALESCE(t.balance_after, 0) - COALESCE(t.balance_before, 0));

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'ledger_rows_follow_each_other', 'customer_transactions', t.id, t.balance_last, t.balance_before, t.balance_before - (t.balance_last)
FROM (
    SELECT id, COALESCE(balance_before, 0) AS balance_before, COALESCE(LAG(COALESCE(balance_after, 0)) OVER (PARTITION BY customer_id ORDER BY seq), 0) AS balance_last
    FROM customer_transactions
) AS t
WHERE t.balance_before <> t.balance_last;

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'ledger_wallets_follow_each_other', 'customer_transactions', t.id, t.wallet_last, t.wallet_before, t.wallet_before - (t.wallet_last)
FROM (
    SELECT id, COALESCE(wallet_before, 0) AS wallet_before, COALESCE(LAG(COALESCE(wallet_after, 0)) OVER (PARTITION BY customer_id ORDER BY seq), 0) AS wallet_last
    FROM customer_transactions
) AS t
WHERE t.wallet_before <> t.wallet_last;

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'wallet_rows_follow_each_other', 'wallet_transactions', t.id, t.wallet_last, t.wallet_before, t.wallet_before - (t.wallet_last)
FROM (
    SELECT id, COALESCE(wallet_before, 0) AS wallet_before, COALESCE(LAG(COALESCE(wallet_after, 0)) OVER (PARTITION BY customer_id ORDER BY seq), 0) AS wallet_last
    FROM wallet_transactions
) AS t
WHERE t.wallet_before <> t.wallet_last;

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'wallet_amount_is_the_change', 'wallet_transactions', t.id, IF(t.type IN ('deposit', 'refund'), t.amount, -t.amount), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0) - (IF(t.type IN ('deposit', 'refund'), t.amount, -t.amount))
FROM wallet_transactions AS t
WHERE COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0) <> IF(t.type IN ('deposit', 'refund'), t.amount, -t.amount);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'wallet_is_not_negative', 'customers', c.id, GREATEST(COALESCE(c.wallet, 0), 0), COALESCE(c.wallet, 0), COALESCE(c.wallet, 0) - (GREATEST(COALESCE(c.wallet, 0), 0))
FROM customers AS c
WHERE COALESCE(c.wallet, 0) <> GREATEST(COALESCE(c.wallet, 0), 0);

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found)
SELECT
    'invoice_status_follows_amounts', 'invoices_out', id,
    CASE WHEN COALESCE(remaining_amount, 0) = 0 THEN 'yes' WHEN COALESCE(paid_amount, 0) > 0 THEN 'partial' ELSE 'no' END, delivered
FROM invoices_out
WHERE delivered IN ('yes', 'no', 'partial')
    AND delivered <> CASE WHEN COALESCE(remaining_amount, 0) = 0 THEN 'yes' WHEN COALESCE(paid_amount, 0) > 0 THEN 'partial' ELSE 'no' END;
