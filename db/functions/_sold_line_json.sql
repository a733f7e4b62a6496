-- What a line is sold for, as answers show it: members without braces. Quantity and prices are those of the unit as sold.
-- Parameters: the columns of invoice_out_items, p_unit_qty and p_unit_price NULL for the product's own unit; p_gross what the customer pays for it,
-- p_tax_amount of it; currency units. Money is shown as _money does it, but without its calls.
CREATE FUNCTION _sold_line_json(
    p_product_id INT,
    p_qty DECIMAL(19,4),
    p_price DECIMAL(19,6),
    p_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_unit_qty DECIMAL(19,4),
    p_unit_price DECIMAL(19,6),
    p_list_price DECIMAL(19,6),
    p_discount_percent DECIMAL(7,4),
    p_line_discount DECIMAL(19,4),
    p_total DECIMAL(19,4),
    p_share DECIMAL(19,4),
    p_includes_tax TINYINT,
    p_gross DECIMAL(19,4),
    p_tax_amount DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_cut TINYINT DEFAULT IF(p_minor_units = 0, 5, 4 - p_minor_units);
    DECLARE v_net DECIMAL(19,4) DEFAULT p_gross - p_tax_amount;
    RETURN CONCAT(
        '"unit":', COALESCE(JSON_QUOTE(p_unit), 'null'), ',"stock_qty":', p_qty, ',"list_price":', COALESCE(p_list_price, 'null'),
        ',"price_list_rate":', COALESCE(p_list_price, 'null'), ',"discount_percent":', COALESCE(p_discount_percent, 'null'),
        ',"line_discount":', LEFT(p_line_discount, CHAR_LENGTH(p_line_discount) - v_cut),
        ',"free":', IF(p_total = 0 AND p_line_discount > 0, 'true', 'false'), ',"price_includes_tax":', IF(p_includes_tax, 'true', 'false'), ',"net":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut),
        ',"tax_amount":', LEFT(p_tax_amount, CHAR_LENGTH(p_tax_amount) - v_cut), ',"gross":', LEFT(p_gross, CHAR_LENGTH(p_gross) - v_cut),
        ',"product_id":', p_product_id, ',"qty":', COALESCE(p_unit_qty, p_qty), ',"selling_price":', COALESCE(p_unit_price, p_price),
        ',"total_price":', LEFT(p_total, CHAR_LENGTH(p_total) - v_cut),
        ',"discount_share":', COALESCE(LEFT(p_share, CHAR_LENGTH(p_share) - v_cut), 'null'));
END
