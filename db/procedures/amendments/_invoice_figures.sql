-- What an amendment may change of an invoice's own row, as the audit trail keeps it.
-- Parameters: p_minor_units of its currency. Returns: p_figures a JSON object by the columns of invoices_out.
CREATE PROCEDURE _invoice_figures(
    IN p_invoice_id INT,
    IN p_minor_units TINYINT,
    OUT p_figures LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    SELECT CONCAT(
        '{"total_before_discount":', _money(i.total_before_discount, p_minor_units), ',"discount_type":"', i.discount_type,
        '","discount_value":', i.discount_value, ',"discount_amount":', _money(i.discount_amount, p_minor_units),
        ',"total_after_discount":', _money(i.total_after_discount, p_minor_units),
        IF(i.tax_total = 0 AND i.rounding_amount = 0, '', CONCAT(
            ',"tax_total":', _money(i.tax_total, p_minor_units), ',"rounding_amount":', _money(i.rounding_amount, p_minor_units))),
        ',"total_cost":', _money(i.total_cost, p_minor_units),
        ',"paid_amount":', _money(i.paid_amount, p_minor_units), ',"remaining_amount":', _money(i.remaining_amount, p_minor_units),
        ',"notes":', _json_text(i.notes), '}')
    INTO p_figures
    FROM invoices_out AS i WHERE i.id = p_invoice_id;
END
