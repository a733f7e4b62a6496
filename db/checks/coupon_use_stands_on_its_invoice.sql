-- The use of a coupon is its invoice's customer's, is given back when the invoice is canceled or reverted, and stands among what the invoice was given.
SELECT
    'coupon_uses' AS table_name, u.invoice_id AS row_id,
    CONCAT_WS(' ', o.customer_id, o.delivered IN ('canceled', 'reverted'), COUNT(f.id) > 0) AS expected,
    CONCAT_WS(' ', u.customer_id, u.given_back, 1) AS found
FROM coupon_uses AS u
JOIN invoices_out AS o ON o.id = u.invoice_id
LEFT JOIN invoice_offers AS f ON f.invoice_id = u.invoice_id AND f.coupon_id = u.coupon_id
GROUP BY u.invoice_id, u.customer_id, u.given_back, o.customer_id, o.delivered
HAVING CONCAT_WS(' ', o.customer_id, o.delivered IN ('canceled', 'reverted'), COUNT(f.id) > 0) <> CONCAT_WS(' ', u.customer_id, u.given_back, 1)
