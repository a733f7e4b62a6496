-- Coupons by id, page by page, with how often each was used.
--
-- Parameters: p_filter JSON object: optional search (part of code or name), code (the whole, in any letter case), active, coupon_id, offer_id (that
--   they open), limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: coupons, next_after (null on the last page).
-- Example: CALL sp_list_coupons('{"code": "eid25"}');
CREATE PROCEDURE sp_list_coupons(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_coupon_id, v_offer_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_search, v_code LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT c.id, _coupon_json(
            c.id, c.company_id, c.code, c.name, c.offer_id, c.gives, c.value, c.min_amount, c.valid_from, c.valid_to, c.max_uses,
            c.max_uses_per_customer, c.used_count, c.active, m.minor_units)
        FROM coupons AS c FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE c.id > COALESCE(v_after, -1)
            AND (v_coupon_id IS NULL OR c.id = v_coupon_id)
            AND (v_offer_id IS NULL OR c.offer_id = v_offer_id)
            AND (v_code IS NULL OR c.code = v_code)
            AND (v_active IS NULL OR c.active = v_active)
            AND (v_search IS NULL OR c.code LIKE v_search ESCAPE '!' OR c.name LIKE v_search ESCAPE '!')
        ORDER BY c.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_coupon_id = _read_id('coupon_id', JSON_EXTRACT(p_filter, '$.coupon_id'));
    SET v_offer_id = _read_id('offer_id', JSON_EXTRACT(p_filter, '$.offer_id'));
    SET v_code = _read_text('code', JSON_EXTRACT(p_filter, '$.code'), 50);
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

    SELECT CONCAT('{"ok":true,"coupons":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END
