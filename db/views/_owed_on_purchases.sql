-- What is still owed on each purchase: money settles the oldest bill of a supplier first, so what is owed stands on the newest, less what went back of each.
-- An opening balance is as old as its opening_date says. A reversed purchase, and one without supplier, is owed to nobody. balance: of the supplier; one that is
-- in the partition lets a reader leave out whom nothing is owed before anything is summed. pay_by: the day on which it is due; without a due date its own.
CREATE VIEW _owed_on_purchases AS
SELECT
    p.id, p.branch_id, p.supplier_id, p.balance, p.pay_by, p.returned_amount,
    IF(p.supplier_id IS NULL OR p.reversed_on IS NOT NULL, 0, LEAST(p.live_total, GREATEST(p.balance - p.newer_total, 0))) AS open_amount
FROM (
    SELECT
        b.id, b.branch_id, b.supplier_id, b.balance, b.pay_by, b.returned_amount, b.reversed_on, b.live_total,
        SUM(b.live_total) OVER (PARTITION BY b.supplier_id, b.balance ORDER BY b.since DESC, b.id DESC ROWS UNBOUNDED PRECEDING) - b.live_total AS newer_total
    FROM (
        SELECT
            d.id, d.branch_id, d.supplier_id, s.balance, d.reversed_on, COALESCE(d.opening_date, d.business_date) AS since,
            COALESCE(d.due_date, d.opening_date, d.business_date) AS pay_by, COALESCE(r.value, 0) AS returned_amount,
            IF(d.reversed_on IS NULL, d.total - COALESCE(r.value, 0), 0) AS live_total
        FROM purchases AS d FORCE INDEX (PRIMARY, purchases_of_supplier)
        LEFT JOIN suppliers AS s FORCE INDEX (PRIMARY) ON s.id = d.supplier_id
        LEFT JOIN (SELECT x.purchase_id, SUM(x.value) AS value FROM purchase_returns AS x GROUP BY x.purchase_id) AS r ON r.purchase_id = d.id
    ) AS b
) AS p
