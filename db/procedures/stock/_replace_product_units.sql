-- Give a product its whole new set of units beside its own. What was sold in one keeps factor and price that it was sold with.
-- Parameters: p_units raw JSON: a list of {"unit", "factor" (how many of the product's own one of it is), "selling_price", "retail_price"}, prices of
-- one of it, absent where they are factor times the product's; or null for none.
-- Errors: VALIDATION, TOO_MANY_ITEMS, INVALID_PRICE.
CREATE PROCEDURE _replace_product_units(IN p_product_id INT, IN p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_units JSON;
    DECLARE v_row_no, v_count INT DEFAULT 0;
    DECLARE v_member VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row, v_factor_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_factor, v_selling_price, v_retail_price DECIMAL(19,6);

    CALL _read_list('units', p_units, 1, v_units, v_count);
    DELETE FROM product_units WHERE product_id = p_product_id;
    WHILE v_row_no < v_count DO
        SET v_row = JSON_EXTRACT(v_units, CONCAT('$[', v_row_no, ']'));
        SET v_row_no = v_row_no + 1;
        SET v_member = CONCAT('units[', v_row_no, '].');
        SET v_unit = _read_text(CONCAT(v_member, 'unit'), JSON_EXTRACT(v_row, '$.unit'), 50);
        IF v_unit IS NULL THEN
            CALL _raise('VALIDATION.required', CONCAT(v_member, 'unit'), NULL, NULL, NULL);
        END IF;
        SET v_factor_text = _scalar(JSON_EXTRACT(v_row, '$.factor'));
        SET v_factor = _rounded(_number(v_factor_text), 6);
        IF v_factor IS NULL OR v_factor <= 0 THEN
            CALL _raise('VALIDATION', CONCAT(v_member, 'factor'), v_factor_text, NULL, NULL);
        END IF;
        SET v_selling_price = _read_unit_price(CONCAT(v_member, 'selling_price'), JSON_EXTRACT(v_row, '$.selling_price'));
        SET v_retail_price = _read_unit_price(CONCAT(v_member, 'retail_price'), JSON_EXTRACT(v_row, '$.retail_price'));
        IF EXISTS (SELECT 1 FROM product_units AS u WHERE u.product_id = p_product_id AND u.unit = v_unit) THEN
            CALL _raise('VALIDATION.taken', CONCAT(v_member, 'unit'), v_unit, NULL, NULL);
        END IF;
        INSERT INTO product_units (product_id, unit, factor, selling_price, retail_price)
        VALUES (p_product_id, v_unit, v_factor, v_selling_price, v_retail_price);
    END WHILE;
    -- with a unit go its prices on the lists
    DELETE FROM price_list_prices
    WHERE product_id = p_product_id AND unit <> ''
        AND NOT EXISTS (SELECT 1 FROM product_units AS u WHERE u.product_id = p_product_id AND u.unit = price_list_prices.unit);
END
