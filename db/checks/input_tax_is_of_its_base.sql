-- A tax of a supplier's bill is of the value of its batch, at its rate: rounded, with its part of what the other lines' rounding left, and a minor unit where
-- the supplier rounded otherwise.
-- Depth: newest
SELECT
    'batches' AS table_name, b.id AS row_id, CONCAT_WS(' ', b.original_value, _ratio(b.original_value, t.rate, 100, m.minor_units)) AS expected,
    CONCAT_WS(' ', t.base, t.amount) AS found
FROM batches AS b
JOIN batch_taxes AS t ON t.batch_id = b.id
JOIN products AS p ON p.id = b.product_id
JOIN companies AS c ON c.id = p.company_id
JOIN currencies AS m ON m.code = c.currency
WHERE t.base <> b.original_value
    OR ABS(100 * t.amount - b.original_value * t.rate) * CAST(ELT(m.minor_units + 1, '1', '10', '100', '1000', '10000') AS DECIMAL(5, 0)) > 200
