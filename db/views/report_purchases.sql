-- Purchases with what is still owed for each: money settles the oldest bill of a supplier first, so what is owed stands on the newest, less what went back
-- of each. An opening balance is as old as its opening_date says. A reversed one, and one without supplier, is owed to nobody.
CREATE VIEW report_purchases AS
SELECT
    p.id AS bill_id, p.purchase_no, p.bill_no, p.company_id, co.currency, p.branch_id, p.cost_center_id, p.business_date, p.opening_date, p.supplier_id,
    s.name AS supplier_name, p.total, p.tax_total, p.total - p.net_total AS returned_amount,
    IF(p.supplier_id IS NULL OR p.reversed_on IS NOT NULL, 0, LEAST(p.net_total, GREATEST(s.balance - p.newer_total, 0))) AS open_amount,
    p.reversed_on, p.reverse_reason, p.notes, p.created_by, u.username AS created_by_name, p.created_at
FROM (
    SELECT
        b.id, b.purchase_no, b.bill_no, b.company_id, b.branch_id, b.cost_center_id, b.business_date, b.opening_date, b.supplier_id, b.total, b.tax_total, b.reversed_on,
        b.reverse_reason, b.notes, b.created_by, b.created_at,
        b.total - COALESCE(r.value, 0) AS net_total,
        SUM(IF(b.reversed_on IS NULL, b.total - COALESCE(r.value, 0), 0)) OVER (
            PARTITION BY b.supplier_id ORDER BY COALESCE(b.opening_date, b.business_date) DESC, b.id DESC)
        - IF(b.reversed_on IS NULL, b.total - COALESCE(r.value, 0), 0) AS newer_total
    FROM purchases AS b
    LEFT JOIN (SELECT x.purchase_id, SUM(x.value) AS value FROM purchase_returns AS x GROUP BY x.purchase_id) AS r ON r.purchase_id = b.id
) AS p
INNER JOIN companies AS co ON co.id = p.company_id
INNER JOIN users AS u ON u.id = p.created_by
LEFT JOIN suppliers AS s ON s.id = p.supplier_id
