-- Give a product its whole new set of taxes. The caller holds bucket 0 and the product, so that no sale reads half a set.
-- Parameters: p_taxes raw JSON: a list of taxes' codes or ids, or null for none. Errors: VALIDATION, TOO_MANY_ITEMS, UNKNOWN_TAX.
CREATE PROCEDURE _replace_product_taxes(IN p_company_id INT, IN p_product_id INT, IN p_taxes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_taxes JSON;
    DECLARE v_tax_no, v_count, v_tax_id INT DEFAULT 0;
    DECLARE v_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_text VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _read_list('taxes', p_taxes, 0, v_taxes, v_count);
    DELETE FROM product_taxes WHERE product_id = p_product_id;
    WHILE v_tax_no < v_count DO
        SET v_member = CONCAT('taxes[', v_tax_no + 1, ']');
        SET v_text = _read_text(v_member, JSON_EXTRACT(v_taxes, CONCAT('$[', v_tax_no, ']')), 20);
        SET v_tax_no = v_tax_no + 1;
        IF v_text IS NULL THEN
            CALL _raise('VALIDATION.required', v_member, NULL, NULL, NULL);
        END IF;
        -- codes begin with a letter, so what is a number is an id
        SET v_tax_id = NULL;
        IF v_text REGEXP '^[0-9]{1,9}\\z' THEN
            SELECT MAX(t.id) INTO v_tax_id FROM taxes AS t WHERE t.id = v_text AND t.company_id = p_company_id;
        ELSE
            SELECT MAX(t.id) INTO v_tax_id FROM taxes AS t WHERE t.company_id = p_company_id AND t.code = v_text COLLATE utf8mb4_bin;
        END IF;
        IF v_tax_id IS NULL THEN
            CALL _raise('UNKNOWN_TAX', v_text, NULL, NULL, NULL);
        END IF;
        IF EXISTS (SELECT 1 FROM product_taxes AS t WHERE t.product_id = p_product_id AND t.tax_id = v_tax_id) THEN
            CALL _raise('VALIDATION.taken', v_member, v_text, NULL, NULL);
        END IF;
        INSERT INTO product_taxes (product_id, tax_id) VALUES (p_product_id, v_tax_id);
    END WHILE;
END
