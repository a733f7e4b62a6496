-- A line of _price_lines as the answer shows it: members without braces.
-- Parameters: members of the line, p_share of the invoice's discount; p_tax_texts the texts of _price_taxes, NULL where no line is taxed.
CREATE FUNCTION _rich_line_json(
    p_product_id INT,
    p_qty DECIMAL(19,4),
    p_price DECIMAL(19,6),
    p_list_price DECIMAL(19,6),
    p_total DECIMAL(19,4),
    p_share DECIMAL(19,4),
    p_priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_tax_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_tax, v_added_tax DECIMAL(19,4);
    SET v_tax = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.tax_amount')), '0');
    SET v_added_tax = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.added_tax')), '0');
    RETURN CONCAT(
        '"taxes":[',
        COALESCE(SUBSTRING(
            p_tax_texts, JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.tax_from')), JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.tax_length'))), ''), '],',
        _sold_line_json(
            p_product_id, p_qty, p_price, JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.unit')), JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.unit_qty')),
            JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.unit_price')), p_list_price, JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.discount_percent')),
            JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.line_discount')), p_total, p_share, JSON_UNQUOTE(JSON_EXTRACT(p_priced, '$.price_includes_tax')),
            p_total - p_share + v_added_tax, v_tax, p_minor_units));
END
