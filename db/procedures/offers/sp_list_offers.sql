-- Offers by id, page by page.
--
-- Parameters: p_filter JSON object: optional search (part of code or name), active, offer_id, product_id (that they are about), limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: offers, next_after (null on the last page).
-- Example: CALL sp_list_offers('{"active": true}');
CREATE PROCEDURE sp_list_offers(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_offer_id, v_product_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_search LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT o.id, _offer_json(
            o.id, o.company_id, o.code, o.name, o.active, o.needs_coupon, o.valid_from, o.valid_to, o.customer_group_id, o.product_id, o.min_qty,
            o.max_qty, o.min_amount, o.max_amount, o.gives, o.value, o.free_product_id, o.free_qty, o.priority, m.minor_units)
        FROM offers AS o FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = o.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE o.id > COALESCE(v_after, -1)
            AND (v_offer_id IS NULL OR o.id = v_offer_id)
            AND (v_product_id IS NULL OR o.product_id = v_product_id)
            AND (v_active IS NULL OR o.active = v_active)
            AND (v_search IS NULL OR o.code LIKE v_search ESCAPE '!' OR o.name LIKE v_search ESCAPE '!')
        ORDER BY o.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_offer_id = _read_id('offer_id', JSON_EXTRACT(p_filter, '$.offer_id'));
    SET v_product_id = _read_id('product_id', JSON_EXTRACT(p_filter, '$.product_id'));
    SET v_active = _read_flag('active', JSON_EXTRACT(p_filter, '$.active'));
    SET v_search = _search_pattern(JSON_EXTRACT(p_filter, '$.search'));
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

    SELECT CONCAT('{"ok":true,"offers":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END
