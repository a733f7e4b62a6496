-- The price of a line of an amendment, by the rule of a sale (_price_line). Taxes come when it is known what is kept of the line: of one that stays they
-- are those that it has, unless the request names another.
-- Parameters: p_line_no for the errors; p_item_id, 0 for a new line; p_keeps_terms whether it stays in its unit and price type; p_pricing of
-- _read_line_pricing; p_qty of the unit as sold, 0 for a line that is taken off; p_price of it, NULL: the list's.
-- Returns: p_qty in stock's unit; p_price of the unit as sold; p_total less the line's discount; p_terms members of the plan, each with a comma before
-- it: price (of the product's own unit), unit, unit_factor, unit_qty, unit_price, list_price, discount_percent, line_discount,
-- price_includes_tax; p_taxing members for _price_taxes in the same way; p_changes whether unit, discount or tax are others than the line has.
-- Errors: UNKNOWN_PRODUCT, INVALID_QUANTITY, INVALID_PRICE, AMOUNT_PRECISION, VALIDATION.
CREATE PROCEDURE _price_amended_line(
    IN p_line_no INT,
    IN p_item_id INT,
    IN p_product_id INT,
    IN p_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_keeps_terms TINYINT,
    IN p_pricing JSON,
    IN p_minor_units TINYINT,
    IN p_prices_include_tax TINYINT,
    INOUT p_qty DECIMAL(19,4),
    INOUT p_price DECIMAL(19,6),
    OUT p_total DECIMAL(19,4),
    OUT p_terms LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_taxing VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_changes TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_unit, v_old_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_factor, v_own_price, v_unit_price, v_list_price, v_old_list_price DECIMAL(19,6);
    DECLARE v_asked_qty DECIMAL(19,4) DEFAULT p_qty;
    DECLARE v_line_discount, v_old_discount, v_asked_discount DECIMAL(19,4);
    DECLARE v_percent, v_old_percent, v_rate DECIMAL(7,4);
    DECLARE v_includes_tax, v_old_includes, v_is_taxed TINYINT;
    DECLARE v_old_taxes INT;
    DECLARE v_exact DECIMAL(48,12);
    DECLARE v_priced LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SET v_rate = JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.tax_rate'));
    SET v_asked_discount = JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.discount_amount'));
    -- one row in any case; v_old_taxes is 1 where the line has the tax that is asked for, and no other
    SELECT
        MAX(l.unit), MAX(l.unit_factor), MAX(l.list_price), MAX(l.discount_percent), MAX(IF(l.discount_percent IS NULL, NULLIF(l.line_discount, 0), NULL)),
        MAX(l.price_includes_tax),
        (
            SELECT COALESCE(SUM(IF(t.tax_id IS NULL AND t.rate = v_rate, 1, 2)), 0)
            FROM invoice_item_taxes AS t FORCE INDEX (PRIMARY) WHERE t.sale_item_id = p_item_id
        )
    INTO v_old_unit, v_factor, v_old_list_price, v_old_percent, v_old_discount, v_old_includes, v_old_taxes
    FROM invoice_out_items AS l WHERE l.id = p_item_id;

    SET p_pricing = JSON_SET(
        p_pricing, '$.tax_rate', '0', '$.price_includes_tax',
        COALESCE(CAST(JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.price_includes_tax')) AS SIGNED), v_old_includes, p_prices_include_tax));
    IF p_keeps_terms THEN
        -- its unit as it was sold, not as it is
        SET p_pricing = JSON_REMOVE(p_pricing, '$.unit');
    END IF;
    -- whether the product may be sold the caller asks: no company
    CALL _price_line(
        p_line_no, p_product_id, p_price_type, p_pricing, NULL, p_minor_units, p_prices_include_tax, p_price, p_qty, p_total, v_is_taxed, v_priced);
    SET v_own_price = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.price'));
    SET v_percent = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.discount_percent'));
    SET v_line_discount = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.line_discount'));
    SET v_includes_tax = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.price_includes_tax'));
    IF NOT p_keeps_terms THEN
        SET v_list_price = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.list_price'));
        SET v_unit = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.unit'));
        SET v_factor = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.unit_factor'));
        SET v_unit_price = JSON_UNQUOTE(JSON_EXTRACT(v_priced, '$.unit_price'));
    ELSE
        SET v_unit = v_old_unit, v_list_price = v_old_list_price;
        IF v_unit IS NOT NULL THEN
            SET v_exact = p_qty * v_factor;
            IF v_exact >= 1000000000000 OR v_exact <> ROUND(v_exact, 4) THEN
                CALL _raise('INVALID_QUANTITY.of_unit', p_line_no, p_qty, v_factor, NULL);
            END IF;
            SET p_qty = v_exact, v_unit_price = v_own_price, v_own_price = ROUND(CAST(v_own_price AS DECIMAL(30,10)) / v_factor, 6);
        END IF;
    END IF;
    SET p_price = COALESCE(v_unit_price, v_own_price);

    SET p_changes = p_item_id > 0 AND p_qty > 0 AND NOT (
        v_unit <=> v_old_unit AND v_percent <=> v_old_percent AND v_asked_discount <=> v_old_discount AND v_includes_tax = v_old_includes
        AND (v_rate IS NULL OR v_old_taxes = IF(v_rate > 0, 1, 0)));
    SET p_terms = CONCAT(
        ',"price":"', v_own_price, '","list_price":', COALESCE(CONCAT('"', v_list_price, '"'), 'null'), ',"line_discount":"', v_line_discount,
        '","price_includes_tax":', v_includes_tax, IF(v_percent IS NULL, '', CONCAT(',"discount_percent":"', v_percent, '"')),
        IF(v_unit IS NULL, '', CONCAT(
            ',"unit":', JSON_QUOTE(v_unit), ',"unit_factor":"', v_factor, '","unit_qty":"', v_asked_qty, '","unit_price":"', v_unit_price, '"')));
    SET p_taxing = CONCAT(
        ',"price_includes_tax":', v_includes_tax,
        CASE WHEN p_qty = 0 THEN ',"tax_rate":"0"' WHEN v_rate IS NOT NULL THEN CONCAT(',"tax_rate":"', v_rate, '"')
            WHEN p_item_id > 0 THEN CONCAT(',"taxes_of":', p_item_id) ELSE '' END);
END
