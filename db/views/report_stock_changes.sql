-- What a day changed of a product's stock: quantity and value, in less out. The sums up to a day are the stock at the end of that day.
CREATE VIEW report_stock_changes AS
SELECT
    p.company_id, co.currency, m.product_id, p.product_code, p.name AS product_name, e.entry_date, SUM(m.qty) AS qty, SUM(m.total_cost) AS total_cost
FROM inventory_transactions AS m
INNER JOIN products AS p ON p.id = m.product_id
INNER JOIN companies AS co ON co.id = p.company_id
INNER JOIN journal_entries AS e ON e.id = m.journal_entry_id
GROUP BY p.company_id, co.currency, m.product_id, p.product_code, p.name, e.entry_date
