-- The prices of a list by product, page by page.
--
-- Parameters: p_filter JSON object: price_list_id; optional product_id, limit 1-500 (50; a page ends with all units of its last product), after.
-- Errors: VALIDATION, UNKNOWN_PRICE_LIST. Locks: none; opens no transaction.
-- Returns: one row, one column response: prices [{product_id, product_code, name, unit (null: the product's own), price}], next_after (null on the
-- last page).
-- Example: CALL sp_list_prices('{"price_list_id": 1}');
CREATE PROCEDURE sp_list_prices(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_price_list_id, v_product_id BIGINT;
    DECLARE v_found_id INT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_rows CURSOR FOR
        SELECT r.product_id, CONCAT(
            '{"product_id":', r.product_id, ',"product_code":', JSON_QUOTE(p.product_code), ',"name":', JSON_QUOTE(p.name),
            ',"unit":', COALESCE(JSON_QUOTE(NULLIF(r.unit, '')), 'null'), ',"price":', r.price, '}')
        FROM price_list_prices AS r FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = r.product_id
        WHERE r.price_list_id = v_price_list_id AND r.product_id > COALESCE(v_after, -1) AND (v_product_id IS NULL OR r.product_id = v_product_id)
        ORDER BY r.product_id, r.unit
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_price_list_id = _required_id('price_list_id', JSON_EXTRACT(p_filter, '$.price_list_id'));
    SET v_product_id = _read_id('product_id', JSON_EXTRACT(p_filter, '$.product_id'));
    SELECT MAX(l.id) INTO v_found_id FROM price_lists AS l WHERE l.id = v_price_list_id;
    IF v_found_id IS NULL THEN
        CALL _raise('UNKNOWN_PRICE_LIST', v_price_list_id, NULL, NULL, NULL);
    END IF;
    -- all units of the page's last product, of which there are at most 1000 beside its own, and one row more
    SET v_fetch = v_limit + 1001;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_json;
        IF v_done OR (v_count >= v_limit AND v_id <> v_last_id) THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT('{"ok":true,"prices":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END
