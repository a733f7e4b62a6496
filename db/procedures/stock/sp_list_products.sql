-- Products by id, page by page, each with its quantity in stock.
--
-- Parameters: p_filter JSON object: optional search (part of name or code, or a whole barcode), active, product_id, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: products, next_after (null on the last page).
-- Example: CALL sp_list_products('{"search": "P-0", "active": true}');
CREATE PROCEDURE sp_list_products(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_product_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_search, v_barcode LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT p.id, CONCAT('{', _product_members_json(
            p.id, p.company_id, p.product_code, p.name, p.unit_of_measure, p.reorder_level, p.cost_price, p.selling_price, p.retail_price,
            p.keeps_stock, p.active),
            ',"in_stock":', (
                SELECT COALESCE(SUM(b.remaining), 0) FROM batches AS b FORCE INDEX (batches_fifo)
                WHERE b.product_id = p.id AND b.status = 'active'), '}')
        FROM products AS p FORCE INDEX (PRIMARY)
        WHERE p.id > COALESCE(v_after, -1)
            AND (v_product_id IS NULL OR p.id = v_product_id)
            AND (v_active IS NULL OR p.active = v_active)
            AND (v_search IS NULL OR p.name LIKE v_search ESCAPE '!' OR p.product_code LIKE v_search ESCAPE '!'
                OR EXISTS (SELECT 1 FROM product_barcodes AS c WHERE c.company_id = p.company_id AND c.barcode = v_barcode AND c.product_id = p.id))
        ORDER BY p.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_product_id = _read_id('product_id', JSON_EXTRACT(p_filter, '$.product_id'));
    SET v_active = _read_flag('active', JSON_EXTRACT(p_filter, '$.active'));
    SET v_search = _search_pattern(JSON_EXTRACT(p_filter, '$.search'));
    SET v_barcode = _scalar(JSON_EXTRACT(p_filter, '$.search'));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(
        '{"ok":true,"products":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END
