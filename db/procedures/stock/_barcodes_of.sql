-- A product's barcodes as a JSON array of texts. Parameters: p_product_id. Returns: p_barcodes.
CREATE PROCEDURE _barcodes_of(IN p_product_id INT, OUT p_barcodes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_barcode VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_barcodes CURSOR FOR
        SELECT b.barcode FROM product_barcodes AS b FORCE INDEX (product_barcodes_of_product) WHERE b.product_id = p_product_id ORDER BY b.barcode;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_barcodes = '';
    OPEN c_barcodes;
    each_barcode: LOOP
        FETCH c_barcodes INTO v_barcode;
        IF v_done THEN
            LEAVE each_barcode;
        END IF;
        SET p_barcodes = CONCAT(p_barcodes, ',', JSON_QUOTE(v_barcode));
    END LOOP;
    CLOSE c_barcodes;
    SET p_barcodes = CONCAT('[', SUBSTRING(p_barcodes, 2), ']');
END
