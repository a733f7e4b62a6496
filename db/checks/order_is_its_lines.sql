-- An order comes to its lines, the taxes that come on top and the rounding included; it has a line at least.
-- Depth: newest
SELECT 'orders' AS table_name, o.id AS row_id, COALESCE(SUM(i.total_price), 0) AS expected, o.total_before AS found
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
GROUP BY o.id, o.total_before, o.tax_total, o.rounding_amount
HAVING COUNT(i.id) = 0 OR o.total_before - o.rounding_amount - COALESCE(SUM(i.total_price), 0) NOT BETWEEN 0 AND o.tax_total
