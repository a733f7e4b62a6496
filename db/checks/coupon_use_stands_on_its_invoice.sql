-- The use of a coupon is its invoice's customer's, is given back when the invoice is canceled or reverted, and stands among what the invoice was given. An order
-- that can be billed again keeps it.
-- Depth: full
SELECT 'coupon_uses' AS table_name, w.invoice_id AS row_id, w.expected, w.found
FROM (
    SELECT
        u.invoice_id, CONCAT_WS(' ', u.customer_id, u.given_back, 1) AS found,
        CONCAT_WS(' ', o.customer_id, IF(
            o.delivered IN ('canceled', 'reverted') AND g.status <> 'cancelled', u.given_back, o.delivered IN ('canceled', 'reverted')
        ), EXISTS (
            SELECT 1 FROM invoice_offers AS f WHERE f.invoice_id = u.invoice_id AND f.coupon_id = u.coupon_id)) AS expected
    FROM coupon_uses AS u
    JOIN invoices_out AS o ON o.id = u.invoice_id
    LEFT JOIN orders AS g FORCE INDEX (`PRIMARY`) ON g.id = o.order_id
) AS w
WHERE w.expected <> w.found
