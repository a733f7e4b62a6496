-- A line of an invoice that has more to it than quantity and price: its unit, its own discount, its taxes.
-- Parameters: those of the line's row, p_share of the invoice's discount; p_priced of _price_line; p_tax_texts the texts of _price_taxes, NULL where no line
-- is taxed; p_at for TIMESTAMP columns. Returns: p_item_id; p_members of the line as the answer shows them, without braces.
CREATE PROCEDURE _post_priced_line(
    IN p_invoice_id INT,
    IN p_line_no INT,
    IN p_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_product_id INT,
    IN p_qty DECIMAL(19,4),
    IN p_total DECIMAL(19,4),
    IN p_price DECIMAL(19,6),
    IN p_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_share DECIMAL(19,4),
    IN p_cost DECIMAL(19,4),
    IN p_list_price DECIMAL(19,6),
    IN p_priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_tax_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_at DATETIME,
    OUT p_item_id INT,
    OUT p_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_factor, v_unit_price DECIMAL(19,6);
    DECLARE v_unit_qty, v_percent, v_line_discount, v_tax, v_added_tax DECIMAL(19,4);
    DECLARE v_includes_tax TINYINT;
    DECLARE v_tax_from, v_tax_length INT;

    SELECT
        j.unit, j.unit_factor, j.unit_qty, j.unit_price, j.discount_percent, COALESCE(j.line_discount, 0), COALESCE(j.price_includes_tax, 0),
        COALESCE(j.tax_amount, 0), COALESCE(j.added_tax, 0), j.tax_from, j.tax_length
    INTO v_unit, v_factor, v_unit_qty, v_unit_price, v_percent, v_line_discount, v_includes_tax, v_tax, v_added_tax, v_tax_from, v_tax_length
    FROM JSON_TABLE(p_priced, '$' COLUMNS (
        unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.unit',
        unit_factor DECIMAL(19,6) PATH '$.unit_factor',
        unit_qty DECIMAL(19,4) PATH '$.unit_qty',
        unit_price DECIMAL(19,6) PATH '$.unit_price',
        discount_percent DECIMAL(7,4) PATH '$.discount_percent',
        line_discount DECIMAL(19,4) PATH '$.line_discount',
        price_includes_tax TINYINT PATH '$.price_includes_tax',
        tax_amount DECIMAL(19,4) PATH '$.tax_amount',
        added_tax DECIMAL(19,4) PATH '$.added_tax',
        tax_from INT PATH '$.tax_from',
        tax_length INT PATH '$.tax_length'
    )) AS j;
    INSERT INTO invoice_out_items (
        invoice_out_id, line_no, row_id, product_id, quantity, total_price, selling_price, price_type, discount_share,
        total_cost, cost_price_per_unit, created_at, list_price,
        unit, unit_factor, unit_qty, unit_price, discount_percent, line_discount, price_includes_tax, tax_amount, added_tax)
    VALUES (
        p_invoice_id, p_line_no, p_row_id, p_product_id, p_qty, p_total, p_price, p_price_type, p_share,
        p_cost, CAST(p_cost AS DECIMAL(30,10)) / p_qty, p_at, p_list_price,
        v_unit, v_factor, v_unit_qty, v_unit_price, v_percent, v_line_discount, v_includes_tax, v_tax, v_added_tax);
    SET p_item_id = LAST_INSERT_ID();
    SET p_members = CONCAT(
        '"taxes":[', COALESCE(SUBSTRING(p_tax_texts, v_tax_from, v_tax_length), ''), '],',
        _sold_line_json(
            p_product_id, p_qty, p_price, v_unit, v_unit_qty, v_unit_price, p_list_price, v_percent, v_line_discount, p_total, p_share, v_includes_tax,
            p_total - p_share + v_added_tax, v_tax, p_minor_units));
END
