-- What an invoice says in another currency is the sum of its lines there, each with its quantity times its price in the currency's minor units.
-- Depth: full
SELECT
    'invoices_out' AS table_name, x.invoice_id AS row_id,
    CONCAT_WS(
        ' ', COUNT(*), SUM(ROUND(COALESCE(l.unit_qty, l.quantity) * n.price, m.minor_units) - n.line_discount + n.added_tax), SUM(n.discount_share), SUM(n.tax_amount),
        SUM(n.total_price - n.discount_share + n.added_tax)) AS expected,
    CONCAT_WS(' ', COUNT(n.sale_item_id), x.total_before, x.discount_amount, x.tax_total, x.total) AS found
FROM invoice_currencies AS x
JOIN currencies AS m ON m.code = x.currency
JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = x.invoice_id
LEFT JOIN invoice_currency_items AS n FORCE INDEX (`PRIMARY`) ON n.sale_item_id = l.id
GROUP BY x.invoice_id, x.total_before, x.discount_amount, x.tax_total, x.total
HAVING
    COUNT(*) <> COUNT(n.sale_item_id)
    OR SUM(ROUND(COALESCE(l.unit_qty, l.quantity) * n.price, m.minor_units) - n.line_discount + n.added_tax) <> x.total_before
    OR SUM(n.total_price + n.added_tax) <> x.total_before OR SUM(n.discount_share) <> x.discount_amount OR SUM(n.tax_amount) <> x.tax_total
    OR SUM(n.total_price - n.discount_share + n.added_tax) <> x.total
