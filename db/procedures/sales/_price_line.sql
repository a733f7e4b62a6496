-- The price of a line of a sale that may be more than quantity times price: in another unit than the product's own, with a discount of its own, by a
-- price list, or taxed. A price of the customer's price list goes before the product's.
-- The list price of such a unit is its own, else so many times the product's; stock gives so many of the product's own unit.
-- Parameters: p_line_no for the errors; p_pricing a JSON object: unit, discount_percent or discount_amount, tax_rate, price_includes_tax, as
-- _read_line_pricing gives them, price_list of _mark_listed_lines, and agreed_price and unit_factor of _plan_billing; p_company_id NULL where the caller has seen that the product may be sold;
-- p_price asked for, or NULL, and p_qty, both of the unit as sold.
-- Returns: p_qty in stock's unit; p_total less the line's discount; p_is_taxed 1 where the line may have taxes, else as it was; p_priced a JSON object, numbers as
-- texts: price of the product's own unit (for display, where another was sold), list_price of the unit as sold, total, price_includes_tax,
-- line_discount, and where they are given discount_percent, tax_rate, unit, unit_factor, unit_qty, unit_price.
-- Errors: UNKNOWN_PRODUCT, VALIDATION, INVALID_QUANTITY, AMOUNT_PRECISION, INVALID_PRICE.
CREATE PROCEDURE _price_line(
    IN p_line_no INT,
    IN p_product_id BIGINT,
    IN p_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_pricing JSON,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_prices_include_tax TINYINT,
    IN p_price DECIMAL(19,6),
    INOUT p_qty DECIMAL(19,4),
    OUT p_total DECIMAL(19,4),
    INOUT p_is_taxed TINYINT,
    OUT p_priced LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.unit'));
    DECLARE v_percent DECIMAL(7,4) DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.discount_percent'));
    DECLARE v_amount DECIMAL(19,4) DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.discount_amount'));
    DECLARE v_rate DECIMAL(7,4) DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.tax_rate'));
    DECLARE v_includes_tax TINYINT DEFAULT COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.price_includes_tax')), p_prices_include_tax);
    DECLARE v_agreed_price DECIMAL(19,6) DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.agreed_price'));
    -- what the unit held when an order agreed on it
    DECLARE v_agreed_factor DECIMAL(19,6) DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.unit_factor'));
    DECLARE v_price_list_id INT DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_pricing, '$.price_list'));
    DECLARE v_company_id, v_taxes INT;
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_own_unit, v_unit_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_factor, v_own_price, v_unit_price, v_list_price, v_price, v_listed_price, v_listed_unit_price DECIMAL(19,6);
    DECLARE v_active TINYINT;
    DECLARE v_gross, v_line_discount DECIMAL(19,4);
    DECLARE v_exact DECIMAL(48,12);
    DECLARE v_unit_qty DECIMAL(19,4) DEFAULT p_qty;

    -- one row in any case
    SELECT
        MAX(p.company_id), MAX(p.active), MAX(p.name), MAX(p.unit_of_measure),
        MAX(IF(p_price_type = 'retail', p.retail_price, p.selling_price)), MAX(u.unit), MAX(u.factor),
        MAX(IF(p_price_type = 'retail', u.retail_price, u.selling_price)),
        COALESCE(MAX(EXISTS(SELECT 1 FROM product_taxes AS x FORCE INDEX (PRIMARY) WHERE x.product_id = p.id)), 0)
    INTO v_company_id, v_active, v_name, v_own_unit, v_own_price, v_unit_name, v_factor, v_unit_price, v_taxes
    FROM products AS p FORCE INDEX (PRIMARY)
    LEFT JOIN product_units AS u FORCE INDEX (PRIMARY) ON u.product_id = p.id AND u.unit = v_unit
    WHERE p.id = p_product_id;
    IF p_company_id IS NOT NULL AND (NOT v_company_id <=> p_company_id OR NOT v_active) THEN
        CALL _raise(
            IF(v_company_id <=> p_company_id, 'UNKNOWN_PRODUCT.inactive', 'UNKNOWN_PRODUCT'), p_product_id, v_name, NULL, NULL);
    END IF;

    -- the unit that was agreed is no unit of the product any more, or holds something else by now: it has no price of its own
    IF v_agreed_factor IS NOT NULL AND NOT v_agreed_factor <=> v_factor THEN
        SET v_unit_name = NULL, v_factor = v_agreed_factor, v_unit_price = NULL;
    END IF;

    -- On the customer's price list the list's price of the unit counts, else so many times the list's of the product's own unit, if it has one.
    IF v_price_list_id IS NOT NULL THEN
        SELECT MAX(IF(r.unit = '', r.price, NULL)), MAX(IF(r.unit = v_unit_name, r.price, NULL)) INTO v_listed_price, v_listed_unit_price
        FROM price_list_prices AS r FORCE INDEX (PRIMARY) WHERE r.price_list_id = v_price_list_id AND r.product_id = p_product_id;
        SET v_unit_price = COALESCE(v_listed_unit_price, IF(v_listed_price IS NULL, v_unit_price, NULL));
        SET v_own_price = COALESCE(v_listed_price, v_own_price);
    END IF;

    IF v_unit IS NULL OR (v_unit = v_own_unit AND v_agreed_factor IS NULL) THEN
        SET v_unit_name = NULL, v_factor = NULL, v_list_price = v_own_price;
    ELSE
        IF v_factor IS NULL THEN
            CALL _raise('VALIDATION.line_unit', p_line_no, p_product_id, v_unit, NULL);
        END IF;
        SET v_exact = p_qty * v_factor;
        IF v_exact >= 1000000000000 OR v_exact <> ROUND(v_exact, 4) THEN
            CALL _raise('INVALID_QUANTITY.of_unit', p_line_no, p_qty, v_factor, NULL);
        END IF;
        SET p_qty = v_exact;
        SET v_unit_name = COALESCE(v_unit_name, v_unit);
        SET v_exact = ROUND(v_factor * v_own_price, 6);
        IF v_unit_price IS NULL AND v_exact >= 1000000000000 THEN
            CALL _raise('INVALID_PRICE.total', p_line_no, CAST(v_exact AS DECIMAL(38,10)), NULL, NULL);
        END IF;
        SET v_list_price = COALESCE(v_unit_price, v_exact);
    END IF;
    SET v_price = COALESCE(p_price, v_agreed_price, v_list_price);

    SET v_exact = v_unit_qty * v_price;
    IF v_exact >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.total', p_line_no, CAST(v_exact AS DECIMAL(38,10)), NULL, NULL);
    END IF;
    SET v_gross = ROUND(v_exact, p_minor_units);
    IF v_amount <> ROUND(v_amount, p_minor_units) THEN
        CALL _raise('AMOUNT_PRECISION', CONCAT('items[', p_line_no, '].discount_amount'), p_minor_units, v_amount, NULL);
    END IF;
    SET v_line_discount = IF(v_percent IS NULL, LEAST(v_gross, COALESCE(v_amount, 0)), ROUND(v_gross * v_percent * 0.01, p_minor_units));
    SET p_total = v_gross - v_line_discount;
    SET p_is_taxed = p_is_taxed OR COALESCE(v_rate > 0, v_taxes);
    SET p_priced = CONCAT(
        '{"price":"', IF(v_factor IS NULL, v_price, ROUND(CAST(v_price AS DECIMAL(30,10)) / v_factor, 6)), '","list_price":"', v_list_price,
        '","total":"', p_total, '","price_includes_tax":', v_includes_tax, ',"line_discount":"', v_line_discount, '"',
        IF(v_percent IS NULL, '', CONCAT(',"discount_percent":"', v_percent, '"')),
        IF(v_rate IS NULL, '', CONCAT(',"tax_rate":"', v_rate, '"')),
        IF(v_factor IS NULL, '', CONCAT(
            ',"unit":', JSON_QUOTE(v_unit_name), ',"unit_factor":"', v_factor, '","unit_qty":"', v_unit_qty, '","unit_price":"', v_price, '"')), '}');
END
