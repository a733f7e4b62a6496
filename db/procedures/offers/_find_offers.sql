-- The offers that a sale may be given: active today, for this customer, about one of its products or about the whole invoice. What they might add for
-- nothing is put behind the lines, so that it is locked and priced with them; _choose_offers takes off what is not given.
-- They are read once and before the products are locked: an offer that is changed meanwhile is given as it was.
-- Parameters: p_wanted 0 where the request wants none but the coupon's; p_coupon_code and p_price_list_id NULL without one;
-- p_lines of _read_invoice_lines, marked by the price list.
-- Returns: p_lines with the possible free lines behind them, 1000 in all at most (an offer that has no place there is not given); p_offers a JSON
-- array with an object an offer, numbers as texts: id, coupon_id (that opened it), name, gives, value, product_id, min_qty, max_qty, min_amount, max_amount, priority, and of a
-- free_item free_qty and free_line, its place in p_lines.
CREATE PROCEDURE _find_offers(
    IN p_company_id INT,
    IN p_customer_id BIGINT,
    IN p_price_list_id INT,
    IN p_today DATE,
    IN p_wanted TINYINT,
    IN p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_lines JSON,
    OUT p_offers JSON
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_added JSON;
    DECLARE v_id, v_product_id, v_free_product_id, v_priority, v_group_id, v_coupon_id, v_coupon_offer_id INT;
    DECLARE v_line_count INT DEFAULT JSON_LENGTH(p_lines);
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_min_qty, v_max_qty, v_min_amount, v_max_amount, v_free_qty DECIMAL(19,4);
    DECLARE v_value DECIMAL(19,6);
    DECLARE v_offers, v_free_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_offers CURSOR FOR
        SELECT
            o.id, o.name, o.gives, o.value, o.product_id, o.min_qty, o.max_qty, o.min_amount, o.max_amount, o.free_product_id, o.free_qty, o.priority
        FROM (
            SELECT DISTINCT j.product_id
            FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id INT PATH '$.product_id')) AS j
            UNION ALL
            SELECT NULL
        ) AS about
        STRAIGHT_JOIN offers AS o FORCE INDEX (offers_active)
            ON o.company_id = p_company_id AND o.active = 1 AND o.product_id <=> about.product_id
        LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = o.free_product_id
        WHERE (o.id = v_coupon_offer_id OR (p_wanted AND NOT o.needs_coupon))
            AND (o.valid_from IS NULL OR o.valid_from <= p_today) AND (o.valid_to IS NULL OR o.valid_to >= p_today)
            AND (o.customer_group_id IS NULL OR o.customer_group_id = v_group_id)
            AND (o.free_product_id IS NULL OR p.active)
        ORDER BY o.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    -- one row in any case; a subquery in SET would lock a walk-in customer
    SELECT MAX(c.group_id) INTO v_group_id FROM customers AS c WHERE c.id = p_customer_id;
    SELECT MAX(c.id), MAX(c.offer_id) INTO v_coupon_id, v_coupon_offer_id
    FROM coupons AS c FORCE INDEX (coupons_by_code) WHERE c.company_id = p_company_id AND c.code = p_coupon_code;
    OPEN c_offers;
    each_offer: LOOP
        FETCH c_offers INTO
            v_id, v_name, v_gives, v_value, v_product_id, v_min_qty, v_max_qty, v_min_amount, v_max_amount, v_free_product_id, v_free_qty, v_priority;
        IF v_done THEN
            LEAVE each_offer;
        END IF;
        IF v_gives <> 'free_item' OR v_line_count < 1000 THEN
            SET v_offers = CONCAT(
                v_offers, ',{"id":', v_id, ',"name":', JSON_QUOTE(v_name), ',"gives":"', v_gives, '","priority":', v_priority,
                IF(v_id = v_coupon_offer_id, CONCAT(',"coupon_id":', v_coupon_id), ''),
                IF(v_value IS NULL, '', CONCAT(',"value":"', v_value, '"')),
                IF(v_product_id IS NULL, '', CONCAT(',"product_id":', v_product_id)),
                IF(v_min_qty IS NULL, '', CONCAT(',"min_qty":"', v_min_qty, '"')), IF(v_max_qty IS NULL, '', CONCAT(',"max_qty":"', v_max_qty, '"')),
                IF(v_min_amount IS NULL, '', CONCAT(',"min_amount":"', v_min_amount, '"')),
                IF(v_max_amount IS NULL, '', CONCAT(',"max_amount":"', v_max_amount, '"')),
                IF(v_free_qty IS NULL, '', CONCAT(',"free_qty":"', v_free_qty, '","free_line":', v_line_count + 1)), '}');
        END IF;
        IF v_gives = 'free_item' AND v_line_count < 1000 THEN
            SET v_line_count = v_line_count + 1;
            SET v_free_lines = CONCAT(v_free_lines, ',{"product_id":', v_free_product_id, ',"qty":"', v_free_qty, '"}');
        END IF;
    END LOOP;
    CLOSE c_offers;
    SET p_offers = CONCAT('[', SUBSTRING(v_offers, 2), ']');
    IF v_free_lines <> '' THEN
        SET v_added = CONCAT('[', SUBSTRING(v_free_lines, 2), ']');
        IF p_price_list_id IS NOT NULL THEN
            CALL _mark_listed_lines(p_price_list_id, v_added);
        END IF;
        SET p_lines = JSON_MERGE_PRESERVE(p_lines, v_added);
    END IF;
END
