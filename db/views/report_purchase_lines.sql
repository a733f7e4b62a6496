-- Lines of purchases: what came in, what it cost without its taxes, what went back to the supplier, and what is left of it in stock. Lines of reversed purchases
-- are here too: look at reversed_on.
CREATE VIEW report_purchase_lines AS
SELECT
    p.id AS bill_id, p.purchase_no, p.bill_no, p.company_id, p.business_date, p.supplier_id, s.name AS supplier_name, p.reversed_on,
    b.id AS batch_id, b.product_id, r.product_code, r.name AS product_name, r.unit_of_measure, b.received_at, b.original_qty AS quantity, b.unit_cost,
    b.original_value AS value, COALESCE((SELECT SUM(t.amount) FROM batch_taxes AS t WHERE t.batch_id = b.id), 0) AS tax_amount,
    COALESCE((SELECT SUM(i.qty) FROM purchase_return_items AS i WHERE i.batch_id = b.id), 0) AS returned_quantity,
    COALESCE((SELECT SUM(i.cost) FROM purchase_return_items AS i WHERE i.batch_id = b.id), 0) AS returned_value, b.remaining, b.stock_value
FROM purchases AS p
INNER JOIN batches AS b ON b.purchase_id = p.id
INNER JOIN products AS r ON r.id = b.product_id
LEFT JOIN suppliers AS s ON s.id = p.supplier_id
