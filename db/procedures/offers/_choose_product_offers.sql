-- The best offer for each product: the one that is worth most on its open lines, between two worth the same the one with the higher priority,
-- then the older one.
-- Parameters: p_offers of _find_offers; p_open of _open_lines, which alone count for the conditions; p_priced of _price_lines.
-- Returns: p_choices a JSON array with an object for each line that is given a discount: offer_no (place in p_offers, from 1), line_no, and percent
-- or amount as text; p_free_offers a JSON array of the offer_no of those that add something for nothing; p_taken what the discounts come to, in
-- currency units.
CREATE PROCEDURE _choose_product_offers(
    IN p_offers JSON,
    IN p_open JSON,
    IN p_priced JSON,
    IN p_minor_units TINYINT,
    OUT p_choices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_free_offers JSON,
    OUT p_taken DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_offer_no, v_line_no INT;
    DECLARE v_last_offer_no INT DEFAULT 0;
    DECLARE v_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_free LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_value DECIMAL(19,6);
    DECLARE v_taken DECIMAL(19,4);
    -- each open line with each offer for it: what that takes off, and what it is worth on all lines of the product
    DECLARE c_choices CURSOR FOR
        SELECT b.offer_no, b.gives, b.value, b.line_no, b.taken
        FROM (
            SELECT
                w.offer_no, w.gives, w.value, w.line_no, w.taken,
                DENSE_RANK() OVER (PARTITION BY w.product_id ORDER BY w.worth DESC, w.priority DESC, w.offer_no) AS place
            FROM (
                SELECT
                    t.offer_no, t.gives, t.value, t.product_id, t.priority, t.line_no, t.taken, t.min_qty, t.max_qty, t.min_amount, t.max_amount,
                    COALESCE(t.free_worth, SUM(t.taken) OVER (PARTITION BY t.offer_no)) AS worth,
                    SUM(t.qty) OVER (PARTITION BY t.offer_no) AS qty, SUM(t.total) OVER (PARTITION BY t.offer_no) AS amount
                FROM (
                    SELECT
                        o.offer_no, o.gives, o.value, o.product_id, o.priority, o.min_qty, o.max_qty, o.min_amount, o.max_amount,
                        l.line_no, l.qty, l.total, f.total AS free_worth,
                        CASE o.gives
                            WHEN 'percent' THEN ROUND(l.total * o.value * 0.01, p_minor_units)
                            WHEN 'amount' THEN LEAST(l.total, ROUND(l.qty * o.value, p_minor_units))
                            WHEN 'price' THEN GREATEST(l.total - ROUND(l.qty * o.value, p_minor_units), 0)
                            ELSE 0
                        END AS taken
                    FROM JSON_TABLE(p_offers, '$[*]' COLUMNS (
                        offer_no FOR ORDINALITY,
                        gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.gives',
                        value DECIMAL(19,6) PATH '$.value',
                        product_id INT PATH '$.product_id',
                        priority INT PATH '$.priority',
                        min_qty DECIMAL(19,4) PATH '$.min_qty',
                        max_qty DECIMAL(19,4) PATH '$.max_qty',
                        min_amount DECIMAL(19,4) PATH '$.min_amount',
                        max_amount DECIMAL(19,4) PATH '$.max_amount',
                        free_line INT PATH '$.free_line'
                    )) AS o
                    JOIN JSON_TABLE(p_open, '$[*]' COLUMNS (
                        line_no INT PATH '$[0]',
                        product_id INT PATH '$[1]',
                        qty DECIMAL(19,4) PATH '$[2]',
                        total DECIMAL(19,4) PATH '$[3]'
                    )) AS l ON l.product_id = o.product_id
                    LEFT JOIN (
            SELECT j.line_no, CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.total')) AS DECIMAL(19,4)) AS total
            FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
            )) AS j
        ) AS f
                        ON f.line_no = o.free_line
                    WHERE o.gives IN ('percent', 'amount', 'price', 'free_item')
                ) AS t
            ) AS w
            WHERE w.worth > 0 AND w.qty >= COALESCE(w.min_qty, 0) AND w.qty <= COALESCE(w.max_qty, w.qty)
                AND w.amount >= COALESCE(w.min_amount, 0) AND w.amount <= COALESCE(w.max_amount, w.amount)
        ) AS b
        WHERE b.place = 1 AND (b.taken > 0 OR b.gives = 'free_item')
        ORDER BY b.offer_no, b.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_choices = '', p_taken = 0;
    OPEN c_choices;
    each_choice: LOOP
        FETCH c_choices INTO v_offer_no, v_gives, v_value, v_line_no, v_taken;
        IF v_done THEN
            LEAVE each_choice;
        END IF;
        IF v_gives <> 'free_item' THEN
            SET p_choices = CONCAT(
                p_choices, ',{"offer_no":', v_offer_no, ',"line_no":', v_line_no,
                IF(v_gives = 'percent', CONCAT(',"percent":"', CAST(v_value AS DECIMAL(7,4))), CONCAT(',"amount":"', v_taken)), '"}');
            SET p_taken = p_taken + v_taken;
        ELSEIF v_offer_no <> v_last_offer_no THEN
            SET v_free = CONCAT(v_free, ',', v_offer_no);
        END IF;
        SET v_last_offer_no = v_offer_no;
    END LOOP;
    CLOSE c_choices;
    SET p_choices = CONCAT('[', SUBSTRING(p_choices, 2), ']');
    SET p_free_offers = CONCAT('[', SUBSTRING(v_free, 2), ']');
END
