-- The tax of a line is the sum of its taxes, each of them of the line's net, and comes on top of the price where the price does not include it.
-- Depth: full
SELECT
    'invoice_out_items' AS table_name, i.id AS row_id,
    CONCAT_WS(' ', COALESCE(t.amount, 0.0000), IF(i.price_includes_tax, 0.0000, COALESCE(t.amount, 0.0000)), t.low_base, t.high_base) AS expected,
    CONCAT_WS(
        ' ', i.tax_amount, i.added_tax, IF(t.low_base IS NULL, NULL, GREATEST(i.total_price - i.discount_share + i.added_tax - i.tax_amount, 0.0000)),
        IF(t.low_base IS NULL, NULL, GREATEST(i.total_price - i.discount_share + i.added_tax - i.tax_amount, 0.0000))) AS found
FROM invoice_out_items AS i
LEFT JOIN (
    SELECT a.sale_item_id, SUM(a.amount) AS amount, MIN(a.base) AS low_base, MAX(a.base) AS high_base FROM invoice_item_taxes AS a GROUP BY a.sale_item_id
) AS t ON t.sale_item_id = i.id
WHERE
    i.tax_amount <> COALESCE(t.amount, 0) OR i.added_tax <> IF(i.price_includes_tax, 0, i.tax_amount)
    OR GREATEST(i.total_price - i.discount_share + i.added_tax - i.tax_amount, 0) NOT BETWEEN COALESCE(t.low_base, 0) AND COALESCE(t.high_base, 1000000000000)
    OR t.low_base <> t.high_base
