-- A product's lists as JSON arrays: what sp_save_product answers with. Parameters: p_product_id. Returns: p_barcodes of texts; p_taxes; p_units.
CREATE PROCEDURE _lists_of_product(
    IN p_product_id INT,
    OUT p_barcodes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_taxes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part, v_place VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_pieces CURSOR FOR
        SELECT 'barcode' AS part, b.barcode AS place, JSON_QUOTE(b.barcode) AS json
        FROM product_barcodes AS b FORCE INDEX (product_barcodes_of_product) WHERE b.product_id = p_product_id
        UNION ALL
        SELECT 'tax', LPAD(t.id, 10, '0'), _tax_json(t.id, t.company_id, t.code, t.name, t.rate, t.active)
        FROM product_taxes AS p FORCE INDEX (PRIMARY) STRAIGHT_JOIN taxes AS t FORCE INDEX (PRIMARY) ON t.id = p.tax_id WHERE p.product_id = p_product_id
        UNION ALL
        SELECT 'unit', u.unit, _product_unit_json(u.unit, u.factor, u.selling_price, u.retail_price)
        FROM product_units AS u FORCE INDEX (PRIMARY) WHERE u.product_id = p_product_id
        ORDER BY place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_barcodes = '', p_taxes = '', p_units = '';
    OPEN c_pieces;
    each_piece: LOOP
        FETCH c_pieces INTO v_part, v_place, v_json;
        IF v_done THEN
            LEAVE each_piece;
        END IF;
        CASE v_part
            WHEN 'barcode' THEN SET p_barcodes = CONCAT(p_barcodes, ',', v_json);
            WHEN 'tax' THEN SET p_taxes = CONCAT(p_taxes, ',', v_json);
            ELSE SET p_units = CONCAT(p_units, ',', v_json);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    SET p_barcodes = CONCAT('[', SUBSTRING(p_barcodes, 2), ']'), p_taxes = CONCAT('[', SUBSTRING(p_taxes, 2), ']'),
        p_units = CONCAT('[', SUBSTRING(p_units, 2), ']');
END
