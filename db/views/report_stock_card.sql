-- The stock card: every movement of a product, with quantity and value on hand after it. A filter on product_id reads that product only.
CREATE VIEW report_stock_card AS
SELECT
    m.id AS movement_id, m.product_id, p.product_code, p.name AS product_name, p.company_id, co.currency, m.batch_id, m.transaction_type,
    e.entry_date, e.id AS journal_entry_id, e.entry_no, e.reference_type, e.reference_id, m.qty, m.total_cost,
    SUM(m.qty) OVER (PARTITION BY m.product_id ORDER BY m.id) AS quantity_after,
    SUM(m.total_cost) OVER (PARTITION BY m.product_id ORDER BY m.id) AS value_after
FROM inventory_transactions AS m
INNER JOIN products AS p ON p.id = m.product_id
INNER JOIN companies AS co ON co.id = p.company_id
INNER JOIN journal_entries AS e ON e.id = m.journal_entry_id
