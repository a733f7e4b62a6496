-- The price of a line of an amendment: what is asked for; else the line's own, unless its price type changes; else the product's for that type.
-- What is sold more of, or anew, must be a product that is sold: one of the company, and active.
-- Parameters: p_item_id, 0 for a new line; p_qty that it is to have, p_price_type; p_price asked for, or NULL.
-- Returns: p_price, and p_old_qty of the line, 0 for a new one. Errors: UNKNOWN_PRODUCT.
CREATE PROCEDURE _price_amended_line(
    IN p_item_id INT,
    IN p_company_id INT,
    IN p_product_id BIGINT,
    IN p_qty DECIMAL(19,4),
    IN p_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_price DECIMAL(19,6),
    OUT p_old_qty DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_company_id INT;
    DECLARE v_active TINYINT;
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_old_price, v_product_price DECIMAL(19,6);
    -- one row in any case
    SELECT COALESCE(MAX(l.quantity), 0), MAX(IF(l.price_type = p_price_type, l.selling_price, NULL)) INTO p_old_qty, v_old_price
    FROM invoice_out_items AS l WHERE l.id = p_item_id;
    SELECT MAX(p.company_id), MAX(p.active), MAX(p.name), MAX(IF(p_price_type = 'retail', p.retail_price, p.selling_price))
    INTO v_company_id, v_active, v_name, v_product_price
    FROM products AS p WHERE p.id = p_product_id;
    IF NOT v_company_id <=> p_company_id THEN
        CALL _raise('UNKNOWN_PRODUCT', p_product_id, NULL, NULL, NULL);
    END IF;
    IF p_qty > p_old_qty AND NOT v_active THEN
        CALL _raise('UNKNOWN_PRODUCT.inactive', p_product_id, v_name, NULL, NULL);
    END IF;
    SET p_price = COALESCE(p_price, v_old_price, v_product_price);
END
