-- What the package keeps beside the old figures, from the old figures: values of batches, costs and discount shares of lines,
-- the order of ledger rows. Every statement gives the same result when it runs again.
-- depends: 0008.missing_parents

UPDATE batches AS b
JOIN products AS p ON p.id = b.product_id
JOIN companies AS c ON c.id = p.company_id
JOIN currencies AS m ON m.code = c.currency
SET b.stock_value = ROUND(b.remaining * b.unit_cost, m.minor_units), b.original_value = ROUND(b.original_qty * b.unit_cost, m.minor_units)
WHERE b.stock_value IS NULL;

UPDATE invoice_out_items AS i
JOIN (
    SELECT i2.id, COALESCE(SUM(a.line_cost), i2.quantity * i2.cost_price_per_unit) AS cost
    FROM invoice_out_items AS i2 LEFT JOIN sale_item_allocations AS a ON a.sale_item_id = i2.id
    WHERE i2.total_cost IS NULL
    GROUP BY i2.id, i2.quantity, i2.cost_price_per_unit
) AS s ON s.id = i.id
SET i.total_cost = ROUND(s.cost, 4);

-- share i = round(discount x sum of lines 1..i / sum of lines) less the shares before it
UPDATE invoice_out_items AS i
JOIN (
    SELECT
        l.id,
        ROUND(COALESCE(o.discount_amount * l.up_to / NULLIF(l.whole, 0), 0), m.minor_units)
        - ROUND(COALESCE(o.discount_amount * l.before_it / NULLIF(l.whole, 0), 0), m.minor_units) AS share
    FROM (
        SELECT
            id, invoice_out_id,
            SUM(total_price) OVER (PARTITION BY invoice_out_id ORDER BY id) AS up_to,
            SUM(total_price) OVER (PARTITION BY invoice_out_id ORDER BY id) - total_price AS before_it,
            SUM(total_price) OVER (PARTITION BY invoice_out_id) AS whole
        FROM invoice_out_items
        WHERE adopted = 1
    ) AS l
    JOIN invoices_out AS o ON o.id = l.invoice_out_id
    JOIN companies AS c ON c.id = o.company_id
    JOIN currencies AS m ON m.code = c.currency
) AS s ON s.id = i.id
SET i.discount_share = s.share
WHERE i.adopted = 1;

UPDATE customer_transactions AS t
JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM customer_transactions) AS s ON s.id = t.id
SET t.seq = s.n
WHERE t.seq IS NULL;

UPDATE wallet_transactions AS t
JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM wallet_transactions) AS s ON s.id = t.id
SET t.seq = s.n
WHERE t.seq IS NULL;
