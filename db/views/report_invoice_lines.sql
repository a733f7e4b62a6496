-- Lines of invoices with what they brought in after their share of the invoice discount (net_price), what the goods cost, and the profit.
-- Lines of canceled and reverted invoices are here too: look at payment_status. Lines that an amendment took off are not.
CREATE VIEW report_invoice_lines AS
SELECT
    l.id AS item_id, l.invoice_out_id AS invoice_id, i.invoice_no, i.company_id, i.branch_id, i.invoice_date,
    _payment_status(i.delivered) AS payment_status, i.customer_id, c.name AS customer_name,
    l.line_no, l.row_id, l.product_id, p.product_code, p.name AS product_name, p.unit_of_measure,
    l.quantity, l.price_type, l.selling_price, l.total_price, l.discount_share, l.total_price - l.discount_share AS net_price,
    l.total_cost, l.total_price - l.discount_share - l.total_cost AS profit
FROM invoice_out_items AS l
INNER JOIN invoices_out AS i ON i.id = l.invoice_out_id
INNER JOIN customers AS c ON c.id = i.customer_id
INNER JOIN products AS p ON p.id = l.product_id
WHERE l.quantity > 0 OR l.adopted = 1
