-- Give a product its whole new set of barcodes. The caller holds bucket 0, so that no other product takes one meanwhile.
-- Parameters: p_barcodes raw JSON: a list of texts, or null for none. Errors: VALIDATION.
CREATE PROCEDURE _replace_barcodes(IN p_company_id INT, IN p_product_id INT, IN p_barcodes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_barcodes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT IF(_scalar(p_barcodes) IS NULL, '[]', _list(p_barcodes));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_place INT;
    DECLARE v_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_barcode VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_barcodes CURSOR FOR
        SELECT j.place, j.barcode FROM JSON_TABLE(v_barcodes, '$[*]' COLUMNS (place FOR ORDINALITY, barcode JSON PATH '$')) AS j;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    IF v_barcodes IS NULL THEN
        CALL _raise('VALIDATION', 'barcodes', _scalar(p_barcodes), NULL, NULL);
    END IF;
    DELETE FROM product_barcodes WHERE product_id = p_product_id;
    OPEN c_barcodes;
    each_barcode: LOOP
        FETCH c_barcodes INTO v_place, v_raw;
        IF v_done THEN
            LEAVE each_barcode;
        END IF;
        SET v_barcode = _read_text(CONCAT('barcodes[', v_place, ']'), v_raw, 64);
        IF v_barcode IS NULL THEN
            CALL _raise('VALIDATION.required', CONCAT('barcodes[', v_place, ']'), NULL, NULL, NULL);
        END IF;
        IF EXISTS (SELECT 1 FROM product_barcodes AS b WHERE b.company_id = p_company_id AND b.barcode = v_barcode) THEN
            CALL _raise('VALIDATION.taken', CONCAT('barcodes[', v_place, ']'), v_barcode, NULL, NULL);
        END IF;
        INSERT INTO product_barcodes (company_id, barcode, product_id) VALUES (p_company_id, v_barcode, p_product_id);
    END LOOP;
    CLOSE c_barcodes;
END
