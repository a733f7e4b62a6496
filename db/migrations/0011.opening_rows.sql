-- Opening rows: from here on every balance and wallet is where its ledger ends. What the old rows do not explain is one
-- 'adjustment' of the balance and one movement of the wallet, on the company's business date, by user 0. Work order totals, which the old code
-- never wrote, are set from the live invoices: the one change to old figures.
-- depends: 0010.adoption_findings

SET @daftar_today = (
    SELECT DATE(UTC_TIMESTAMP() + INTERVAL z.offset_minutes MINUTE)
    FROM companies AS c JOIN zone_offsets AS z ON z.zone = c.time_zone
    WHERE c.id = 1 AND z.from_utc <= UTC_TIMESTAMP()
    ORDER BY z.from_utc DESC LIMIT 1
);

UPDATE customers AS c
LEFT JOIN (SELECT customer_id, MAX(seq) AS seq FROM customer_transactions GROUP BY customer_id) AS l ON l.customer_id = c.id
LEFT JOIN (SELECT customer_id, MAX(seq) AS seq FROM wallet_transactions GROUP BY customer_id) AS w ON w.customer_id = c.id
SET c.ledger_seq = GREATEST(COALESCE(l.seq, 0), COALESCE(w.seq, 0));

INSERT INTO customer_transactions (
    customer_id, seq, transaction_type, amount, description, balance_before, balance_after, wallet_before, wallet_after,
    transaction_date, created_by, adopted)
SELECT
    c.id, c.ledger_seq + 1, 'adjustment', COALESCE(c.balance, 0) - COALESCE(l.balance_after, 0), 'رصيد افتتاحي',
    COALESCE(l.balance_after, 0), COALESCE(c.balance, 0), COALESCE(l.wallet_after, 0), COALESCE(l.wallet_after, 0), @daftar_today, 0, 1
FROM customers AS c
LEFT JOIN customer_transactions AS l ON l.customer_id = c.id AND l.seq = (
    SELECT MAX(t.seq) FROM customer_transactions AS t WHERE t.customer_id = c.id)
WHERE COALESCE(c.balance, 0) <> COALESCE(l.balance_after, 0);

INSERT INTO customer_transactions (
    customer_id, seq, transaction_type, amount, description, balance_before, balance_after, wallet_before, wallet_after,
    transaction_date, created_by, adopted)
SELECT
    c.id, c.ledger_seq + 2, IF(COALESCE(c.wallet, 0) > COALESCE(l.wallet_after, 0), 'deposit', 'withdraw'),
    COALESCE(c.wallet, 0) - COALESCE(l.wallet_after, 0), 'رصيد افتتاحي للمحفظة',
    COALESCE(c.balance, 0), COALESCE(c.balance, 0), COALESCE(l.wallet_after, 0), COALESCE(c.wallet, 0), @daftar_today, 0, 1
FROM customers AS c
LEFT JOIN customer_transactions AS l ON l.customer_id = c.id AND l.seq = (
    SELECT MAX(t.seq) FROM customer_transactions AS t WHERE t.customer_id = c.id)
WHERE COALESCE(c.wallet, 0) <> COALESCE(l.wallet_after, 0);

INSERT INTO wallet_transactions (
    customer_id, seq, type, amount, description, wallet_before, wallet_after, created_by, adopted)
SELECT
    c.id, c.ledger_seq + 2, IF(COALESCE(c.wallet, 0) > COALESCE(l.wallet_after, 0), 'deposit', 'withdraw'),
    ABS(COALESCE(c.wallet, 0) - COALESCE(l.wallet_after, 0)), 'رصيد افتتاحي للمحفظة',
    COALESCE(l.wallet_after, 0), COALESCE(c.wallet, 0), 0, 1
FROM customers AS c
LEFT JOIN wallet_transactions AS l ON l.customer_id = c.id AND l.seq = (
    SELECT MAX(t.seq) FROM wallet_transactions AS t WHERE t.customer_id = c.id)
WHERE COALESCE(c.wallet, 0) <> COALESCE(l.wallet_after, 0);

UPDATE customers AS c
LEFT JOIN (SELECT customer_id, MAX(seq) AS seq FROM customer_transactions GROUP BY customer_id) AS l ON l.customer_id = c.id
LEFT JOIN (SELECT customer_id, MAX(seq) AS seq FROM wallet_transactions GROUP BY customer_id) AS w ON w.customer_id = c.id
SET c.ledger_seq = GREATEST(COALESCE(l.seq, 0), COALESCE(w.seq, 0));

UPDATE work_orders AS w
LEFT JOIN (
    SELECT
        work_order_id,
        SUM(total_after_discount - returned_amount) AS invoiced, SUM(paid_amount) AS paid, SUM(remaining_amount) AS remaining
    FROM invoices_out
    WHERE work_order_id IS NOT NULL AND delivered NOT IN ('canceled', 'reverted')
    GROUP BY work_order_id
) AS s ON s.work_order_id = w.id
SET
    w.total_invoice_amount = COALESCE(s.invoiced, 0), w.total_paid = COALESCE(s.paid, 0), w.total_remaining = COALESCE(s.remaining, 0),
    w.updated_at = w.updated_at;
