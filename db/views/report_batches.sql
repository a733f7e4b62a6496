-- Layers of stock, with what was received and what is left of it: quantity and value. unit_cost is for display.
CREATE VIEW report_batches AS
SELECT
    b.id AS batch_id, b.product_id, p.company_id, p.product_code, p.name AS product_name, p.unit_of_measure, b.received_at, b.status,
    b.original_qty, b.original_value, b.remaining, b.stock_value, b.unit_cost, b.created_by, u.username AS created_by_name, b.created_at
FROM batches AS b
INNER JOIN products AS p ON p.id = b.product_id
LEFT JOIN users AS u ON u.id = b.created_by
