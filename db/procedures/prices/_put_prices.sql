-- Put prices on a list, and take off those that are null.
-- Parameters: p_prices a list of {"product_id", "unit", "price"}, of p_count, whose products the caller has locked (_share_priced_products).
-- Returns: p_before and p_after the prices that it names, as JSON arrays for the audit trail.
-- Errors: VALIDATION, UNKNOWN_PRODUCT, INVALID_PRICE. Locks: price_list_prices, by primary key.
CREATE PROCEDURE _put_prices(
    IN p_price_list_id INT,
    IN p_company_id INT,
    IN p_prices JSON,
    IN p_count INT,
    OUT p_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_member VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row, v_named LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit, v_own_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_price, v_old_price DECIMAL(19,6);

    SET p_before = '', p_after = '';
    WHILE v_row_no < p_count DO
        SET v_row = JSON_EXTRACT(p_prices, CONCAT('$[', v_row_no, ']'));
        SET v_row_no = v_row_no + 1;
        SET v_member = CONCAT('prices[', v_row_no, '].');
        SET v_product_id = _required_id(CONCAT(v_member, 'product_id'), JSON_EXTRACT(v_row, '$.product_id'));
        SET v_unit = COALESCE(_read_text(CONCAT(v_member, 'unit'), JSON_EXTRACT(v_row, '$.unit'), 50), '');
        SET v_price = _read_unit_price(CONCAT(v_member, 'price'), JSON_EXTRACT(v_row, '$.price'));
        SELECT MAX(p.unit_of_measure) INTO v_own_unit FROM products AS p WHERE p.id = v_product_id AND p.company_id = p_company_id;
        IF v_own_unit IS NULL THEN
            CALL _raise('UNKNOWN_PRODUCT', v_product_id, NULL, NULL, NULL);
        END IF;
        IF v_unit = v_own_unit THEN
            SET v_unit = '';
        END IF;
        SET v_named = CONCAT(',{"product_id":', v_product_id, ',"unit":', JSON_QUOTE(v_unit), ',"price":');
        IF LOCATE(v_named, p_after) > 0 THEN
            CALL _raise('VALIDATION.product_twice', v_product_id, NULL, NULL, NULL);
        END IF;
        SELECT MAX(r.price) INTO v_old_price
        FROM price_list_prices AS r WHERE r.price_list_id = p_price_list_id AND r.product_id = v_product_id AND r.unit = v_unit;
        IF v_price IS NULL THEN
            DELETE FROM price_list_prices WHERE price_list_id = p_price_list_id AND product_id = v_product_id AND unit = v_unit;
        ELSE
            IF v_unit <> '' AND NOT EXISTS (SELECT 1 FROM product_units AS u WHERE u.product_id = v_product_id AND u.unit = v_unit) THEN
                CALL _raise('VALIDATION', CONCAT(v_member, 'unit'), v_unit, NULL, NULL);
            END IF;
            INSERT INTO price_list_prices (price_list_id, product_id, unit, price) VALUES (p_price_list_id, v_product_id, v_unit, v_price)
            ON DUPLICATE KEY UPDATE price = v_price;
        END IF;
        SET p_before = CONCAT(p_before, v_named, COALESCE(v_old_price, 'null'), '}'), p_after = CONCAT(p_after, v_named, COALESCE(v_price, 'null'), '}');
    END WHILE;
    SET p_before = CONCAT('[', SUBSTRING(p_before, 2), ']'), p_after = CONCAT('[', SUBSTRING(p_after, 2), ']');
END
