-- Is the product one of the company's? NULL is no product, and passes.
-- Errors: UNKNOWN_PRODUCT. Locks: none.
CREATE PROCEDURE _check_product_of(IN p_product_id BIGINT, IN p_company_id INT)
READS SQL DATA
BEGIN
    DECLARE v_product_id INT;
    SELECT MAX(p.id) INTO v_product_id FROM products AS p WHERE p.id = p_product_id AND p.company_id = p_company_id;
    IF p_product_id IS NOT NULL AND v_product_id IS NULL THEN
        CALL _raise('UNKNOWN_PRODUCT', p_product_id, NULL, NULL, NULL);
    END IF;
END
