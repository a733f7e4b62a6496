-- What a debit note is worth in its company's currency follows from its rate, which is 1 where it is in that currency.
-- Depth: newest
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id,
    CONCAT_WS(
        ' ', IF(n.currency = c.currency, 1.0000000000, n.exchange_rate),
        CAST(ROUND(n.tax_total * n.exchange_rate, m.minor_units) AS DECIMAL(19, 4)),
        CAST(ROUND(n.total * n.exchange_rate, m.minor_units) AS DECIMAL(19, 4))) AS expected,
    CONCAT_WS(' ', n.exchange_rate, n.tax_base, n.total_base) AS found
FROM customer_debit_notes AS n
JOIN companies AS c ON c.id = n.company_id
JOIN currencies AS m ON m.code = c.currency
WHERE
    (n.currency = c.currency AND n.exchange_rate <> 1)
    OR n.tax_base <> ROUND(n.tax_total * n.exchange_rate, m.minor_units)
    OR n.total_base <> ROUND(n.total * n.exchange_rate, m.minor_units)
