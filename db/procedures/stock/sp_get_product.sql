-- One product with the layers of its stock in the order in which sales take them.
--
-- Parameters: p_product_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_PRODUCT. Locks: none; opens no transaction.
-- Returns: one row, one column response: the product, barcodes, taxes, units, in_stock (quantity), stock_value (currency units), batches.
-- Example: CALL sp_get_product(3);
CREATE PROCEDURE sp_get_product(IN p_product_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_product_id BIGINT DEFAULT _required_id('product_id', JSON_QUOTE(p_product_id));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_json, v_product LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_batches, v_barcodes, v_taxes, v_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_qty, v_value DECIMAL(19,4);
    DECLARE v_in_stock, v_stock_value DECIMAL(19,4) DEFAULT 0;
    DECLARE v_received_at DATE;
    DECLARE v_created_at DATETIME;
    DECLARE v_piece_id INT;
    DECLARE v_minor_units, v_piece_minor_units TINYINT;
    DECLARE c_pieces CURSOR FOR
        SELECT 'product' AS part, _product_members_json(
            p.id, p.company_id, p.product_code, p.name, p.unit_of_measure, p.reorder_level, p.cost_price, p.selling_price, p.retail_price,
            p.keeps_stock, p.active) AS json, 0 AS qty, 0 AS value, NULL AS received_at, NULL AS created_at, 0 AS piece_id, m.minor_units
        FROM products AS p FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = p.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE p.id = v_product_id
        UNION ALL
        SELECT 'batch', CONCAT(
            '{"batch_id":', b.id, ',"received_at":"', b.received_at, '","original_qty":', b.original_qty, ',"remaining":', b.remaining,
            ',"unit_cost":', b.unit_cost, ',"value":', _money(b.stock_value, m.minor_units), '}'),
            b.remaining, b.stock_value, b.received_at, b.created_at, b.id, m.minor_units
        FROM batches AS b FORCE INDEX (batches_fifo)
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = b.product_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = p.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE b.product_id = v_product_id AND b.status = 'active' AND b.remaining > 0
        UNION ALL
        SELECT 'barcode', JSON_QUOTE(c.barcode), 0, 0, NULL, NULL, 0, 0
        FROM product_barcodes AS c FORCE INDEX (product_barcodes_of_product)
        WHERE c.product_id = v_product_id
        UNION ALL
        SELECT 'tax', _tax_json(t.id, t.company_id, t.code, t.name, t.rate, t.active), 0, 0, NULL, NULL, t.id, 0
        FROM product_taxes AS pt FORCE INDEX (PRIMARY) STRAIGHT_JOIN taxes AS t FORCE INDEX (PRIMARY) ON t.id = pt.tax_id
        WHERE pt.product_id = v_product_id
        UNION ALL
        SELECT 'unit', _product_unit_json(u.unit, u.factor, u.selling_price, u.retail_price), 0, 0, NULL, NULL, 0, 0
        FROM product_units AS u FORCE INDEX (PRIMARY)
        WHERE u.product_id = v_product_id
        ORDER BY received_at, created_at, piece_id, json;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_pieces;
    each_piece: LOOP
        FETCH c_pieces INTO v_part, v_json, v_qty, v_value, v_received_at, v_created_at, v_piece_id, v_piece_minor_units;
        IF v_done THEN
            LEAVE each_piece;
        END IF;
        CASE v_part
            WHEN 'product' THEN SET v_product = v_json, v_minor_units = v_piece_minor_units;
            WHEN 'batch' THEN SET v_batches = CONCAT(v_batches, ',', v_json);
            WHEN 'barcode' THEN SET v_barcodes = CONCAT(v_barcodes, ',', v_json);
            WHEN 'tax' THEN SET v_taxes = CONCAT(v_taxes, ',', v_json);
            ELSE SET v_units = CONCAT(v_units, ',', v_json);
        END CASE;
        SET v_in_stock = v_in_stock + v_qty;
        SET v_stock_value = v_stock_value + v_value;
    END LOOP;
    CLOSE c_pieces;
    IF v_product IS NULL THEN
        CALL _raise('UNKNOWN_PRODUCT', v_product_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT(
        '{"ok":true,', v_product, ',"barcodes":[', SUBSTRING(v_barcodes, 2), '],"taxes":[', SUBSTRING(v_taxes, 2),
        '],"units":[', SUBSTRING(v_units, 2), '],"in_stock":', v_in_stock,
        ',"stock_value":', _money(v_stock_value, v_minor_units), ',"batches":[', SUBSTRING(v_batches, 2), ']}') AS response;
END
