-- The lines of a sale with the discounts that offers give them, and behind them the lines that are given for nothing.
-- Parameters: p_choices of _choose_product_offers and _give_free_item; p_offers and p_lines of _find_offers; p_given_count how many of the lines the
-- request has. Returns: p_lines as they are to be sold; p_applied a JSON array with an object for each line with an offer: offer_id, name, gives, line_no.
CREATE PROCEDURE _lines_with_offers(
    IN p_choices JSON,
    IN p_offers JSON,
    IN p_given_count INT,
    INOUT p_lines JSON,
    OUT p_applied JSON
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_place, v_offer_no INT;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_line, v_pricing, v_percent, v_amount, v_qty LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_applied LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT j.place, j.line, j.pricing, c.offer_no, c.percent, c.amount, c.qty
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            place FOR ORDINALITY,
            line JSON PATH '$',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
        )) AS j
        LEFT JOIN JSON_TABLE(p_choices, '$[*]' COLUMNS (
            offer_no INT PATH '$.offer_no',
            line_no INT PATH '$.line_no',
            free_line INT PATH '$.free_line',
            percent VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.percent',
            amount VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.amount',
            qty VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.qty'
        )) AS c ON COALESCE(c.line_no, c.free_line) = j.place
        ORDER BY j.place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_place, v_line, v_pricing, v_offer_no, v_percent, v_amount, v_qty;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF v_place <= p_given_count OR v_offer_no IS NOT NULL THEN
            SET v_line_no = v_line_no + 1;
            IF v_offer_no IS NOT NULL THEN
                SET v_pricing = CASE
                    WHEN v_qty IS NOT NULL THEN JSON_SET(COALESCE(v_pricing, '{}'), '$.discount_percent', '100')
                    WHEN v_percent IS NOT NULL THEN JSON_SET(COALESCE(v_pricing, '{}'), '$.discount_percent', v_percent)
                    ELSE JSON_SET(COALESCE(v_pricing, '{}'), '$.discount_amount', v_amount)
                END;
                SET v_line = JSON_SET(v_line, '$.pricing', v_pricing);
                IF v_qty IS NOT NULL THEN
                    SET v_line = JSON_SET(v_line, '$.qty', v_qty);
                END IF;
            END IF;
            SET v_lines = CONCAT(v_lines, ',', v_line);
            IF v_offer_no IS NOT NULL THEN
                SET v_applied = CONCAT(v_applied, ',{', _offer_members_json(p_offers, v_offer_no), ',"line_no":', v_line_no, '}');
            END IF;
        END IF;
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF NOT v_place <=> JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
    SET p_applied = CONCAT('[', SUBSTRING(v_applied, 2), ']');
END
