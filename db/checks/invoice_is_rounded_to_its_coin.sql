-- An invoice that was never amended is rounded to its smallest coin, to the nearest; one that has none is not rounded.
-- (One in another currency is rounded to what it is worth at its rate.)
-- Depth: full
SELECT
    'invoices_out' AS table_name, o.id AS row_id,
    _coin_rounding(o.total_after_discount - o.rounding_amount, o.smallest_coin) AS expected, o.rounding_amount AS found
FROM invoices_out AS o
WHERE o.rounding_amount <> _coin_rounding(o.total_after_discount - o.rounding_amount, o.smallest_coin)
    AND NOT EXISTS (SELECT 1 FROM invoice_amendments AS a WHERE a.invoice_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM invoice_currencies AS x WHERE x.invoice_id = o.id)
