-- The lines that offers may take something off: at the list's price, without a discount of their own. Any other has its cashier's word.
-- Parameters: p_priced of _price_lines, p_given_count how many of its lines the request has.
-- Returns: p_open a JSON array [[line_no, product_id, qty, total], ...], numbers as texts, quantities in the product's own unit; p_qty and
-- p_as_given of all lines of the request, open or not.
CREATE PROCEDURE _open_lines(IN p_priced JSON, IN p_given_count INT, OUT p_open JSON, OUT p_qty DECIMAL(30,4), OUT p_as_given DECIMAL(19,4))
READS SQL DATA
BEGIN
    DECLARE v_done, v_is_open TINYINT DEFAULT 0;
    DECLARE v_line_no, v_product_id INT;
    DECLARE v_qty, v_total DECIMAL(19,4);
    DECLARE v_open LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT
            w.line_no, w.product_id, w.qty, w.total,
            w.line_discount = 0 AND w.discount_percent IS NULL AND COALESCE(w.unit_price, w.price) = w.list_price
        FROM (
            SELECT
                j.line_no, j.product_id, j.qty, JSON_EXTRACT(j.priced, '$.discount_percent') AS discount_percent,
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.total')) AS DECIMAL(19,4)) AS total,
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.line_discount')) AS DECIMAL(19,4)) AS line_discount,
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.price')) AS DECIMAL(19,6)) AS price,
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.unit_price')) AS DECIMAL(19,6)) AS unit_price,
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.list_price')) AS DECIMAL(19,6)) AS list_price
            FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                product_id INT PATH '$.product_id',
                qty DECIMAL(19,4) PATH '$.qty',
                priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
            )) AS j
            WHERE j.line_no <= p_given_count
        ) AS w
        ORDER BY w.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_qty = 0, p_as_given = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product_id, v_qty, v_total, v_is_open;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET p_qty = p_qty + v_qty;
        SET p_as_given = p_as_given + v_total;
        IF v_is_open THEN
            SET v_open = CONCAT(v_open, ',[', v_line_no, ',', v_product_id, ',"', v_qty, '","', v_total, '"]');
        END IF;
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF NOT v_line_no <=> p_given_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_open = CONCAT('[', SUBSTRING(v_open, 2), ']');
END
