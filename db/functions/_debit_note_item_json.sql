-- An item of a debit note as answers show it. Parameters: the columns of the row; p_minor_units of the note's currency.
CREATE FUNCTION _debit_note_item_json(
    p_id INT,
    p_item_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_quantity DECIMAL(19,4),
    p_unit_price DECIMAL(19,6),
    p_tax_rate DECIMAL(7,4),
    p_net DECIMAL(19,4),
    p_tax_amount DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"item_id":', p_id, ',"item_type":"', p_item_type, '","description":', JSON_QUOTE(p_description), ',"quantity":', p_quantity,
    ',"unit_price":', p_unit_price, ',"tax_rate":', p_tax_rate, ',"net":', _money(p_net, p_minor_units),
    ',"tax_amount":', _money(p_tax_amount, p_minor_units), ',"total":', _money(p_net + p_tax_amount, p_minor_units), '}')
