-- An order is completed once nothing of it is left to bill or the rest was given up, and cancelled where it was given up with nothing billed.
-- Depth: full
SELECT 'orders' AS table_name, w.id AS row_id, w.expected, w.status AS found
FROM (
    SELECT
        o.id, o.status,
        CASE
            WHEN o.cancelled_on IS NOT NULL AND SUM(i.invoiced_qty) = 0 THEN 'cancelled'
            WHEN o.cancelled_on IS NOT NULL OR SUM(i.qty - i.invoiced_qty) = 0 THEN 'completed'
            ELSE 'pending'
        END AS expected
    FROM orders AS o
    JOIN order_items AS i ON i.order_id = o.id
    GROUP BY o.id, o.status, o.cancelled_on
) AS w
WHERE w.status <> w.expected
