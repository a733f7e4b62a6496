-- A shop's past, for bench/history.py, which fills in what stands in braces: n counts invoices from 0. Each sold one piece of five
-- products at 5 % discount, for cash, and owes nothing; three journal entries tell of it.
INSERT INTO invoices_out (
    id, customer_id, delivered, invoice_group, created_by, updated_by, created_at, invoice_no, invoice_date, notes,
    total_before_discount, discount_type, discount_value, discount_amount, total_after_discount, total_cost,
    profit_amount, paid_amount, remaining_amount)
SELECT
    x.id, x.customer, 'yes', 'group1', {user}, {user}, x.day, CONCAT('INV-', x.number), x.day, 'تسليم الموقع',
    x.total, 'percent', 5, x.total * 0.05, x.total * 0.95, x.cost, x.total * 0.95 - x.cost, x.total * 0.95, 0
FROM (
    SELECT
        n + 1 AS id, n % {customers} + 1 AS customer, {day} AS day, {number} AS number, {price} AS total, {cost} AS cost
    FROM ({n}) AS s) AS x;

INSERT INTO invoice_out_items (
    id, invoice_out_id, line_no, product_id, quantity, total_price, cost_price_per_unit, selling_price, price_type,
    discount_share, total_cost, created_at)
SELECT
    n * 5 + line + 1, n + 1, line + 1, {product} + 1, 1, 24 + {product} % 40, 10 + {product} % 40, 24 + {product} % 40,
    'retail', (24 + {product} % 40) * 0.05, 10 + {product} % 40, {day}
FROM ({n}) AS s CROSS JOIN (
    SELECT 0 AS line UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS l;

INSERT INTO sale_item_allocations (id, sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
SELECT
    n * 5 + line + 1, n * 5 + line + 1, {first_batch} + n DIV 6000 * {products} + {product}, 1, 10 + {product} % 40,
    10 + {product} % 40, {user}, {day}
FROM ({n}) AS s CROSS JOIN (
    SELECT 0 AS line UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS l;

INSERT INTO invoice_payments (
    id, invoice_id, payment_no, business_date, payment_amount, tendered, change_given, payment_method, created_by,
    payment_date, created_at)
SELECT
    n + 1, n + 1, CONCAT('PAY-', {number}), {day}, {price} * 0.95, {price} * 0.95, 0, 'cash', {user}, {day}, {day}
FROM ({n}) AS s;

INSERT INTO customer_transactions (
    id, customer_id, seq, transaction_type, amount, description, invoice_id, payment_id, balance_before,
    balance_after, transaction_date, created_by, created_at)
SELECT
    n * 2 + k, n % {customers} + 1, n DIV {customers} * 2 + k, IF(k = 1, 'invoice', 'payment'),
    IF(k = 1, 1, -1) * {price} * 0.95,
    IF(k = 1, CONCAT('فاتورة INV-', {number}), CONCAT('دفعة PAY-', {number}, ' على الفاتورة INV-', {number})),
    n + 1, IF(k = 1, NULL, n + 1), IF(k = 1, 0, {price} * 0.95), IF(k = 1, {price} * 0.95, 0), {day}, {user}, {day}
FROM ({n}) AS s CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2) AS l;

INSERT INTO journal_entries (
    id, company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, posted, created_by,
    created_at)
SELECT
    {first_entry} + n * 3 + k, 1, 1,
    CONCAT('JE-', DATE_FORMAT({day}, '%Y%m%d'), '-', LPAD(n % {invoices_a_day} * 3 + k + 1, 4, '0')),
    ELT(k + 1, 'invoice', 'invoice_cogs', 'payment'), {day}, IF(k = 2, 'invoice_payments', 'invoices_out'), n + 1,
    1, {user}, {day}
FROM ({n}) AS s CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) AS e;

INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, debit, credit)
SELECT
    {first_entry} + n * 3 + l.k, l.line_no, r.account_id, r.role, IF(r.role = 'receivables', n % {customers} + 1, NULL),
    GREATEST(l.of_price * {price} + l.of_cost * {cost}, 0), GREATEST(-l.of_price * {price} - l.of_cost * {cost}, 0)
FROM ({n}) AS s CROSS JOIN (
    SELECT 0 AS k, 1 AS line_no, 'receivables' AS role, 0.95 AS of_price, 0 AS of_cost
    UNION ALL SELECT 0, 2, 'sales_discounts', 0.05, 0
    UNION ALL SELECT 0, 3, 'sales', -1, 0
    UNION ALL SELECT 1, 1, 'cost_of_goods_sold', 0, 1
    UNION ALL SELECT 1, 2, 'inventory', 0, -1
    UNION ALL SELECT 2, 1, 'cash', 0.95, 0
    UNION ALL SELECT 2, 2, 'receivables', -0.95, 0) AS l
INNER JOIN account_roles AS r ON r.role = CONVERT(l.role USING ascii);

INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
SELECT
    {first_entry} + n * 3 + 1, {product} + 1, {first_batch} + n DIV 6000 * {products} + {product}, 'sale', -1,
    -(10 + {product} % 40)
FROM ({n}) AS s CROSS JOIN (
    SELECT 0 AS line UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS l;

INSERT INTO request_keys (
    request_id, procedure_name, request_hash, document_table, document_id, response, created_at)
SELECT LEFT(SHA2(n, 224), 32), 'sp_save_invoice', SHA2(n, 256), 'invoices_out', n + 1, RPAD('{{}}', {answer}, ' '), {day}
FROM ({n}) AS s;

-- One chain of the audit trail, which no call has come to: a row for each invoice, then the hash of each in the next one, by id.
INSERT INTO audit_log (
    id, chain, seq, previous_hash, happened_at, user_id, action, document_table, document_id, values_after, request_id)
SELECT
    {first_audit} + n, {chain}, n + 1, '', {day}, {user}, 'post', 'invoices_out', n + 1, RPAD('{{}}', {state}, ' '),
    LEFT(SHA2(n, 224), 32)
FROM ({n}) AS s;

UPDATE audit_log SET
    previous_hash = @daftar_hash,
    reason = IF(
        (@daftar_hash := SHA2(CONCAT_WS(
            ' ', id, chain, seq, user_id, document_id, happened_at, previous_hash, LENGTH(action), LENGTH(document_table),
            LENGTH(request_id), -1, -1, LENGTH(values_after), action, document_table, request_id, values_after), 256)) IS NULL,
        '', NULL)
WHERE chain = {chain} AND seq > {loaded} ORDER BY id;

UPDATE audit_chains SET
    last_seq = (SELECT MAX(a.seq) FROM audit_log AS a WHERE a.chain = {chain}), last_hash = @daftar_hash
WHERE chain = {chain};
