-- What a line of an invoice has more than quantity and price: its unit, its own discount, its taxes.
-- Parameters: p_item_id just written; p_priced of _price_line.
CREATE PROCEDURE _post_line_pricing(IN p_item_id INT, IN p_priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_factor, v_unit_price DECIMAL(19,6);
    DECLARE v_unit_qty, v_percent, v_line_discount, v_tax, v_added_tax DECIMAL(19,4);
    DECLARE v_includes_tax TINYINT;

    SELECT
        j.unit, j.unit_factor, j.unit_qty, j.unit_price, j.discount_percent, COALESCE(j.line_discount, 0), COALESCE(j.price_includes_tax, 0),
        COALESCE(j.tax_amount, 0), COALESCE(j.added_tax, 0)
    INTO v_unit, v_factor, v_unit_qty, v_unit_price, v_percent, v_line_discount, v_includes_tax, v_tax, v_added_tax
    FROM JSON_TABLE(p_priced, '$' COLUMNS (
        unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.unit',
        unit_factor DECIMAL(19,6) PATH '$.unit_factor',
        unit_qty DECIMAL(19,4) PATH '$.unit_qty',
        unit_price DECIMAL(19,6) PATH '$.unit_price',
        discount_percent DECIMAL(7,4) PATH '$.discount_percent',
        line_discount DECIMAL(19,4) PATH '$.line_discount',
        price_includes_tax TINYINT PATH '$.price_includes_tax',
        tax_amount DECIMAL(19,4) PATH '$.tax_amount',
        added_tax DECIMAL(19,4) PATH '$.added_tax'
    )) AS j;
    UPDATE invoice_out_items SET
        unit = v_unit, unit_factor = v_factor, unit_qty = v_unit_qty, unit_price = v_unit_price, discount_percent = v_percent,
        line_discount = v_line_discount, price_includes_tax = v_includes_tax, tax_amount = v_tax, added_tax = v_added_tax
    WHERE id = p_item_id;
    -- a line that has none of it but was asked about it stays as it was written
    IF ROW_COUNT() <> 1 AND (v_unit IS NOT NULL OR v_percent IS NOT NULL OR v_line_discount <> 0 OR v_includes_tax OR v_tax <> 0) THEN
        CALL _raise_interrupted();
    END IF;
END
