-- A line of an invoice in another currency, as answers show it: members without braces. Parameters: the columns of invoice_currency_items; p_minor_units of
-- the currency.
CREATE FUNCTION _currency_item_json(
    p_price DECIMAL(19,6),
    p_line_discount DECIMAL(19,4),
    p_total DECIMAL(19,4),
    p_share DECIMAL(19,4),
    p_tax DECIMAL(19,4),
    p_added_tax DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '"price":', p_price, ',"line_discount":', _money(p_line_discount, p_minor_units), ',"total_price":', _money(p_total, p_minor_units),
    ',"discount_share":', _money(p_share, p_minor_units), ',"net":', _money(p_total - p_share + p_added_tax - p_tax, p_minor_units),
    ',"tax_amount":', _money(p_tax, p_minor_units), ',"gross":', _money(p_total - p_share + p_added_tax, p_minor_units))
