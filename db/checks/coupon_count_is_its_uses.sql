-- A coupon counts its uses, less the ones that were given back.
-- Depth: full
SELECT 'coupons' AS table_name, c.id AS row_id, COUNT(u.invoice_id) AS expected, c.used_count AS found
FROM coupons AS c
LEFT JOIN coupon_uses AS u ON u.coupon_id = c.id AND u.given_back = 0
GROUP BY c.id, c.used_count
HAVING COUNT(u.invoice_id) <> c.used_count
