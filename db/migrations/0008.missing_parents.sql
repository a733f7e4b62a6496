-- Orphans get a parent with the id that they name: inactive, called 'adopted', so that the foreign keys can hold and no old
-- row is changed or lost. User 0 is always there: the shop's old pages write created_by 0.
-- depends: 0007.business_dates

SET @daftar_sql_mode = @@session.sql_mode;
SET SESSION sql_mode = CONCAT(@@session.sql_mode, ',NO_AUTO_VALUE_ON_ZERO');

INSERT INTO users (id, username, active)
SELECT m.id, 'adopted', 0 FROM (
    SELECT 0 AS id
    UNION SELECT created_by FROM batches
    UNION SELECT created_by FROM sale_item_allocations
    UNION SELECT created_by FROM customers
    UNION SELECT created_by FROM work_orders
    UNION SELECT created_by FROM invoices_out
    UNION SELECT created_by FROM invoice_payments
    UNION SELECT created_by FROM customer_transactions
    UNION SELECT created_by FROM wallet_transactions
) AS m LEFT JOIN users AS u ON u.id = m.id
WHERE m.id IS NOT NULL AND u.id IS NULL;

-- Lines without an invoice hang on invoice N of customer 0.
INSERT INTO customers (id, name, mobile, city, created_by, active, join_date)
SELECT m.id, 'adopted', '', '', 0, 0, NULL FROM (
    SELECT customer_id AS id FROM work_orders
    UNION SELECT customer_id FROM invoices_out
    UNION SELECT customer_id FROM customer_transactions
    UNION SELECT customer_id FROM wallet_transactions
    UNION SELECT 0 FROM invoice_out_items AS i LEFT JOIN invoices_out AS o ON o.id = i.invoice_out_id WHERE o.id IS NULL
    UNION SELECT 0 FROM invoice_payments AS p LEFT JOIN invoices_out AS o ON o.id = p.invoice_id WHERE o.id IS NULL
    UNION SELECT 0 FROM sale_item_allocations AS a LEFT JOIN invoice_out_items AS i ON i.id = a.sale_item_id WHERE i.id IS NULL
) AS m LEFT JOIN customers AS c ON c.id = m.id
WHERE c.id IS NULL;

INSERT INTO work_orders (id, customer_id, title, status, start_date, created_by)
SELECT m.id, MIN(m.customer_id), 'adopted', 'cancelled', '1000-01-01', 0 FROM (
    SELECT work_order_id AS id, customer_id FROM invoices_out
    UNION SELECT p.work_order_id, COALESCE(o.customer_id, 0) FROM invoice_payments AS p LEFT JOIN invoices_out AS o ON o.id = p.invoice_id
    UNION SELECT work_order_id, customer_id FROM customer_transactions
) AS m LEFT JOIN work_orders AS w ON w.id = m.id
WHERE m.id IS NOT NULL AND w.id IS NULL
GROUP BY m.id;

INSERT INTO invoices_out (id, customer_id, delivered, invoice_group, created_by, invoice_date, exempt)
SELECT m.id, MIN(m.customer_id), 'canceled', 'group1', 0, '1000-01-01', 1 FROM (
    SELECT invoice_out_id AS id, 0 AS customer_id FROM invoice_out_items
    UNION SELECT invoice_id, 0 FROM invoice_payments
    UNION SELECT invoice_id, customer_id FROM customer_transactions
    UNION SELECT 0, 0 FROM sale_item_allocations AS a LEFT JOIN invoice_out_items AS i ON i.id = a.sale_item_id WHERE i.id IS NULL
) AS m LEFT JOIN invoices_out AS o ON o.id = m.id
WHERE m.id IS NOT NULL AND o.id IS NULL
GROUP BY m.id;

INSERT INTO products (id, product_code, name, unit_of_measure, active)
SELECT m.id, CONCAT('adopted-', m.id), 'adopted', '', 0 FROM (
    SELECT product_id AS id FROM batches
    UNION SELECT product_id FROM invoice_out_items
    UNION SELECT 0 FROM sale_item_allocations AS a
        LEFT JOIN invoice_out_items AS i ON i.id = a.sale_item_id
        LEFT JOIN batches AS b ON b.id = a.batch_id WHERE i.id IS NULL OR b.id IS NULL
) AS m LEFT JOIN products AS p ON p.id = m.id
WHERE p.id IS NULL;

INSERT INTO invoice_out_items (id, invoice_out_id, product_id, quantity, total_price, adopted)
SELECT a.sale_item_id, 0, COALESCE(MIN(b.product_id), 0), 0, 0, 1
FROM sale_item_allocations AS a
LEFT JOIN invoice_out_items AS i ON i.id = a.sale_item_id
LEFT JOIN batches AS b ON b.id = a.batch_id
WHERE i.id IS NULL
GROUP BY a.sale_item_id;

INSERT INTO batches (id, product_id, received_at, status, created_by, exempt)
SELECT a.batch_id, MIN(i.product_id), '1000-01-01', 'reverted', 0, 1
FROM sale_item_allocations AS a
JOIN invoice_out_items AS i ON i.id = a.sale_item_id
LEFT JOIN batches AS b ON b.id = a.batch_id
WHERE b.id IS NULL
GROUP BY a.batch_id;

-- A database that was adopted before has its placeholders already, and its column active is new again.
UPDATE users SET active = 0 WHERE username = 'adopted';
UPDATE customers SET active = 0 WHERE name = 'adopted' AND mobile = '';
UPDATE products SET active = 0 WHERE name = 'adopted' AND product_code = CONCAT('adopted-', id);

SET SESSION sql_mode = @daftar_sql_mode;
