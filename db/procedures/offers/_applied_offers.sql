-- What each offer and the coupon took off a sale: where it is on a line, that is the line's discount.
-- Parameters: p_applied of _price_with_offers; p_priced of _price_sale; p_items the member "items" of the answer, NULL for a quote.
-- Returns: p_rows a JSON array [[offer_id, coupon_id, name, gives, item_id, amount], ...], amounts as texts in currency units; p_answer the member "offers".
CREATE PROCEDURE _applied_offers(
    IN p_applied JSON,
    IN p_priced JSON,
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_found, v_line_no, v_item_id, v_offer_id, v_coupon_id INT DEFAULT 0;
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_applied CURSOR FOR
        SELECT a.offer_id, a.coupon_id, a.name, a.gives, a.line_no, COALESCE(a.amount, CAST(JSON_UNQUOTE(JSON_EXTRACT(l.priced, '$.line_discount')) AS DECIMAL(19,4))), l.row_id, i.item_id
        FROM JSON_TABLE(p_applied, '$[*]' COLUMNS (
            place FOR ORDINALITY,
            offer_id INT PATH '$.offer_id',
            coupon_id INT PATH '$.coupon_id',
            name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.name',
            gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.gives',
            line_no INT PATH '$.line_no',
            amount DECIMAL(19,4) PATH '$.amount'
        )) AS a
        LEFT JOIN JSON_TABLE(p_priced, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
            priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
        )) AS l ON l.line_no = a.line_no
        LEFT JOIN JSON_TABLE(COALESCE(p_items, '[]'), '$[*]' COLUMNS (line_no FOR ORDINALITY, item_id INT PATH '$.item_id')) AS i
            ON i.line_no = a.line_no
        ORDER BY a.place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_rows = '', p_answer = '';
    OPEN c_applied;
    each_offer: LOOP
        FETCH c_applied INTO v_offer_id, v_coupon_id, v_name, v_gives, v_line_no, v_amount, v_row_id, v_item_id;
        IF v_done THEN
            LEAVE each_offer;
        END IF;
        SET v_found = v_found + 1;
        SET p_rows = CONCAT(
            p_rows, ',[', COALESCE(v_offer_id, 'null'), ',', COALESCE(v_coupon_id, 'null'), ',', JSON_QUOTE(v_name), ',"', v_gives, '",',
            COALESCE(v_item_id, 'null'), ',"', v_amount, '"]');
        SET p_answer = CONCAT(p_answer, ',', _applied_offer_json(
            v_offer_id, v_coupon_id, v_name, v_gives, v_line_no, v_row_id, v_item_id, v_amount, p_minor_units));
    END LOOP;
    CLOSE c_applied;
    -- where a KILL cut the cursor short
    IF v_found <> JSON_LENGTH(p_applied) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_rows = CONCAT('[', SUBSTRING(p_rows, 2), ']');
    SET p_answer = CONCAT('[', SUBSTRING(p_answer, 2), ']');
END
