-- A canceled or reverted invoice holds nothing of any batch, neither quantity nor cost. (Adopted ones are as the shop left them.)
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, '0 0' AS expected, CONCAT_WS(' ', SUM(a.qty), SUM(a.line_cost)) AS found
FROM invoices_out AS o
JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
JOIN sale_item_allocations AS a ON a.sale_item_id = i.id
WHERE o.delivered IN ('canceled', 'reverted') AND o.invoice_no IS NOT NULL
GROUP BY o.id
HAVING SUM(a.qty) <> 0 OR SUM(a.line_cost) <> 0
