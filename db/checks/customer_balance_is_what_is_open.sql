-- A customer owes what is open on the invoices and debit notes, in the company's currency. Live notes of what was adopted explain what no document did.
-- Depth: full
SELECT
    'customers' AS table_name, c.id AS row_id, COALESCE(SUM(o.remaining_amount), 0) + COALESCE(MAX(n.remaining_base), 0) AS expected,
    COALESCE(c.balance, 0) AS found
FROM customers AS c
LEFT JOIN invoices_out AS o ON o.customer_id = c.id
LEFT JOIN (
    SELECT
        d.customer_id, SUM(d.remaining_base) AS remaining_base, SUM(IF(d.adopted AND d.cancelled_on IS NULL, d.total_base, 0)) AS adopted_base
    FROM customer_debit_notes AS d GROUP BY d.customer_id
) AS n ON n.customer_id = c.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'customer_balance_is_what_is_open' AND f.table_name = 'customers' AND f.row_id = c.id
GROUP BY c.id, c.balance
HAVING
    COALESCE(c.balance, 0) - COALESCE(SUM(o.remaining_amount), 0) - COALESCE(MAX(n.remaining_base), 0)
    <> COALESCE(MAX(f.difference), 0) - COALESCE(MAX(n.adopted_base), 0)
