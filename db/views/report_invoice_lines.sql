-- Lines of invoices with what they brought in after all discounts and without taxes (net_price), what the goods cost, and the profit. Quantity and
-- selling price are of the product's own unit; unit, unit_qty and unit_price say in which other one it was sold.
-- Lines of canceled and reverted invoices are here too: look at payment_status. Lines that an amendment took off are not.
CREATE VIEW report_invoice_lines AS
SELECT
    l.id AS item_id, l.invoice_out_id AS invoice_id, i.invoice_no, i.company_id, i.branch_id, i.invoice_date,
    _payment_status(i.delivered) AS payment_status, i.customer_id, c.name AS customer_name,
    l.line_no, l.row_id, l.product_id, p.product_code, p.name AS product_name, p.unit_of_measure,
    l.quantity, l.price_type, l.selling_price, l.unit, l.unit_qty, l.unit_price, l.list_price, l.line_discount, l.total_price, l.discount_share,
    l.total_price - l.discount_share + l.added_tax - l.tax_amount AS net_price, l.tax_amount, l.total_price - l.discount_share + l.added_tax AS gross_price,
    l.total_cost, l.total_price - l.discount_share + l.added_tax - l.tax_amount - l.total_cost AS profit
FROM invoice_out_items AS l
INNER JOIN invoices_out AS i ON i.id = l.invoice_out_id
INNER JOIN customers AS c ON c.id = i.customer_id
INNER JOIN products AS p ON p.id = l.product_id
WHERE l.quantity > 0 OR l.adopted = 1
