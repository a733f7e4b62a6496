-- Give what an offer adds for nothing: off the open lines that have it already and are given nothing else; what they do not have of it becomes a
-- line of its own. Where it is of the product that the offer is about, what has to be bought for it is not free.
-- Parameters: p_offer_no place in p_offers, from 1; p_open of _open_lines; p_priced of _price_lines; p_choices before.
-- Returns: p_choices with what is given: on a line that is there offer_no, line_no and amount, on one of its own offer_no, free_line and qty;
-- p_taken off the lines that are there, in currency units.
CREATE PROCEDURE _give_free_item(
    IN p_offers JSON,
    IN p_offer_no INT,
    IN p_open JSON,
    IN p_priced JSON,
    IN p_minor_units TINYINT,
    INOUT p_choices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_taken DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no, v_about_id, v_product_id, v_free_line INT;
    DECLARE v_left, v_bought, v_free_qty, v_pieces, v_amount DECIMAL(19,4);
    DECLARE v_given LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- in line order, of each line the pieces behind those that are bought
    DECLARE c_lines CURSOR FOR
        SELECT q.line_no, q.pieces, _ratio(q.total, q.pieces, q.qty, p_minor_units)
        FROM (
            SELECT r.line_no, r.qty, r.total, LEAST(r.run, v_bought + v_free_qty) - GREATEST(r.run - r.qty, v_bought) AS pieces
            FROM (
                SELECT l.line_no, l.qty, l.total, SUM(l.qty) OVER (ORDER BY l.line_no ROWS UNBOUNDED PRECEDING) AS run
                FROM JSON_TABLE(p_open, '$[*]' COLUMNS (
                    line_no INT PATH '$[0]',
                    product_id INT PATH '$[1]',
                    qty DECIMAL(19,4) PATH '$[2]',
                    total DECIMAL(19,4) PATH '$[3]'
                )) AS l
                LEFT JOIN JSON_TABLE(p_choices, '$[*]' COLUMNS (line_no INT PATH '$.line_no')) AS c ON c.line_no = l.line_no
                WHERE l.product_id = v_product_id AND c.line_no IS NULL
            ) AS r
        ) AS q
        WHERE q.pieces > 0
        ORDER BY q.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT j.product_id, j.free_qty, j.free_line, COALESCE(j.min_qty, 0) INTO v_about_id, v_free_qty, v_free_line, v_bought
    FROM JSON_TABLE(p_offers, '$[*]' COLUMNS (
        offer_no FOR ORDINALITY,
        product_id INT PATH '$.product_id',
        free_qty DECIMAL(19,4) PATH '$.free_qty',
        free_line INT PATH '$.free_line',
        min_qty DECIMAL(19,4) PATH '$.min_qty'
    )) AS j
    WHERE j.offer_no = p_offer_no;
    SET v_product_id = JSON_EXTRACT(p_priced, CONCAT('$[', v_free_line - 1, '].product_id'));
    SET v_bought = IF(v_about_id = v_product_id, v_bought, 0);
    SET v_left = v_free_qty;
    SET p_taken = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_pieces, v_amount;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_left = v_left - v_pieces;
        IF v_amount > 0 THEN
            SET v_given = CONCAT(v_given, ',{"offer_no":', p_offer_no, ',"line_no":', v_line_no, ',"amount":"', v_amount, '"}');
            SET p_taken = p_taken + v_amount;
        END IF;
    END LOOP;
    CLOSE c_lines;
    IF v_left > 0 THEN
        SET v_given = CONCAT(v_given, ',{"offer_no":', p_offer_no, ',"free_line":', v_free_line, ',"qty":"', v_left, '"}');
    END IF;
    SET p_choices = CONCAT(LEFT(p_choices, CHAR_LENGTH(p_choices) - 1), IF(p_choices = '[]', SUBSTRING(v_given, 2), v_given), ']');
END
