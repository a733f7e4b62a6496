-- The used up batches that a shop's past sold from, each bought whole, for bench/history.py, which fills in what stands in braces.
INSERT INTO batches (
    id, product_id, qty, remaining, original_qty, unit_cost, stock_value, original_value, received_at, status, created_by)
SELECT
    a.batch_id, MIN(i.product_id), SUM(a.qty), 0, SUM(a.qty), MIN(a.unit_cost), 0, SUM(a.line_cost), {day}, 'consumed', {user}
FROM sale_item_allocations AS a INNER JOIN invoice_out_items AS i ON i.id = a.sale_item_id
WHERE a.batch_id >= {first_batch} GROUP BY a.batch_id;

INSERT INTO journal_entries (
    company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, posted, created_by, created_at)
SELECT
    1, 1, CONCAT('JE-', DATE_FORMAT({day}, '%Y%m%d'), '-', IF(b.n < 10000, LPAD(b.n, 4, '0'), b.n)), 'purchase', {day},
    'batches', b.id, 1, {user}, {day}
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM batches WHERE id >= {first_batch}) AS b;

INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, debit, credit)
SELECT e.id, l.line_no, r.account_id, r.role, l.debits * b.original_value, l.credits * b.original_value
FROM journal_entries AS e
INNER JOIN batches AS b ON b.id = e.reference_id
CROSS JOIN (
    SELECT 1 AS line_no, 'inventory' AS role, 1 AS debits, 0 AS credits UNION ALL SELECT 2, 'goods_received', 0, 1) AS l
INNER JOIN account_roles AS r ON r.role = CONVERT(l.role USING ascii)
WHERE e.entry_type = 'purchase';

INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
SELECT e.id, b.product_id, b.id, 'purchase', b.original_qty, b.original_value
FROM journal_entries AS e INNER JOIN batches AS b ON b.id = e.reference_id
WHERE e.entry_type = 'purchase';

INSERT INTO number_series_days (branch_id, kind, day, last_no)
SELECT 1, 'JE', {day}, COUNT(*) FROM batches WHERE id >= {first_batch};
