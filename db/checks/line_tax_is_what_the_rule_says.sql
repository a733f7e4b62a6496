-- The taxes of an invoice that was never amended, computed anew from what its lines come to after all discounts: each rounded by itself, or once per tax
-- of the document and then shared over its lines.
-- Depth: full
SELECT 'invoice_out_items' AS table_name, r.sale_item_id AS row_id, SUM(r.expected) AS expected, SUM(r.amount) AS found
FROM (
    SELECT
        s.sale_item_id, s.amount,
        IF(
            s.tax_rounding = 'line', _ratio(s.worth, s.rate, s.divisor, s.minor_units),
            _ratio(s.run, s.rate, s.divisor, s.minor_units) - _ratio(s.run - s.worth, s.rate, s.divisor, s.minor_units)) AS expected
    FROM (
        SELECT
            w.sale_item_id, w.amount, w.worth, w.rate, w.divisor, w.tax_rounding, w.minor_units,
            SUM(w.worth) OVER (PARTITION BY w.invoice_out_id, w.tax_id, w.rate, w.divisor ORDER BY w.line_no ROWS UNBOUNDED PRECEDING) AS run
        FROM (
            SELECT
                t.sale_item_id, t.tax_id, t.rate, t.amount, i.invoice_out_id, i.line_no, i.total_price - i.discount_share AS worth, o.tax_rounding, m.minor_units,
                100 + IF(i.price_includes_tax, SUM(t.rate) OVER (PARTITION BY t.sale_item_id), 0) AS divisor
            FROM invoice_item_taxes AS t
            JOIN invoice_out_items AS i ON i.id = t.sale_item_id
            JOIN invoices_out AS o ON o.id = i.invoice_out_id
            JOIN companies AS c ON c.id = o.company_id
            JOIN currencies AS m ON m.code = c.currency
            WHERE NOT EXISTS (SELECT 1 FROM invoice_amendments AS a WHERE a.invoice_id = o.id)
        ) AS w
    ) AS s
) AS r
GROUP BY r.sale_item_id
HAVING SUM(r.expected <> r.amount) > 0
