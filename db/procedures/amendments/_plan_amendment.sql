-- What each line is to be, and how much of the discount is settled already: what came back of a line keeps its value, and with it the part of
-- the discount that it was sold with. Only what is kept of a line takes part in the new discount.
-- Parameters: p_lines and p_item_ids of _read_amended_lines, their products locked; the invoice's company and its currency's minor units.
-- Returns: p_plan a JSON array with an object a line, in the request's order, then the lines that are taken off, with qty 0: item_id (0: new),
-- product_id, qty, price, price_type, row_id, total, kept (value before the discount of what did not come back), back_qty, back_value and
-- back_share of what did; numbers as texts. p_total of all lines, p_kept and p_settled the sums of kept and back_share, in currency units.
-- Errors: UNKNOWN_PRODUCT, INVALID_PRICE, VALIDATION, RETURN_EXCEEDS_SOLD.
CREATE PROCEDURE _plan_amendment(
    IN p_lines JSON,
    IN p_item_ids JSON,
    IN p_invoice_id INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    OUT p_plan JSON,
    OUT p_total DECIMAL(19,4),
    OUT p_kept DECIMAL(19,4),
    OUT p_settled DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no, v_item_id, v_found, v_line_count INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_plan LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_qty, v_old_qty, v_total, v_kept, v_back_qty, v_back_value, v_back_share DECIMAL(19,4);
    DECLARE v_asked_price, v_price DECIMAL(19,6);
    DECLARE v_exact_total DECIMAL(38,10);
    DECLARE v_whole DECIMAL(30,4) DEFAULT 0;
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, i.item_id, j.product_id, j.qty, NULLIF(j.selling_price, 0), COALESCE(j.price_type, 'wholesale'), j.row_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id BIGINT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id'
        )) AS j
        STRAIGHT_JOIN JSON_TABLE(p_item_ids, '$[*]' COLUMNS (line_no FOR ORDINALITY, item_id INT PATH '$')) AS i ON i.line_no = j.line_no
        UNION ALL
        SELECT 1000000 + l.id, l.id, l.product_id, 0, NULL, l.price_type, l.row_id
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        WHERE l.invoice_out_id = p_invoice_id AND l.quantity > 0
            AND l.id NOT IN (SELECT i.item_id FROM JSON_TABLE(p_item_ids, '$[*]' COLUMNS (item_id INT PATH '$')) AS i)
        ORDER BY line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT JSON_LENGTH(p_lines) + COUNT(*) INTO v_line_count
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    WHERE l.invoice_out_id = p_invoice_id AND l.quantity > 0
        AND l.id NOT IN (SELECT i.item_id FROM JSON_TABLE(p_item_ids, '$[*]' COLUMNS (item_id INT PATH '$')) AS i);
    SET p_kept = 0;
    SET p_settled = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_item_id, v_product_id, v_qty, v_asked_price, v_price_type, v_row_id;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_found = v_found + 1;
        SET v_price = v_asked_price;
        CALL _price_amended_line(v_item_id, p_company_id, v_product_id, v_qty, v_price_type, v_price, v_old_qty);
        SET v_exact_total = v_qty * v_price;
        IF v_exact_total >= 1000000000000 THEN
            CALL _raise('INVALID_PRICE.total', v_line_no, v_exact_total, NULL, NULL);
        END IF;
        SET v_total = ROUND(v_exact_total, p_minor_units);
        SET v_whole = v_whole + v_total;
        CALL _settle_returns(v_item_id, v_qty, v_price, v_total, p_minor_units, v_back_qty, v_back_value, v_back_share);
        SET v_kept = v_total - v_back_value - v_back_share;
        SET p_kept = p_kept + v_kept;
        SET p_settled = p_settled + v_back_share;
        SET v_plan = CONCAT(
            v_plan, ',{"item_id":', v_item_id, ',"product_id":', v_product_id, ',"qty":"', v_qty, '","price":"', v_price, '","price_type":"', v_price_type,
            '","row_id":', _json_text(v_row_id), ',"total":"', v_total, '","kept":"', v_kept, '","back_qty":"', v_back_qty, '","back_value":"', v_back_value,
            '","back_share":"', v_back_share, '"}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_found <> v_line_count THEN
        CALL _raise_interrupted();
    END IF;
    IF v_whole >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_whole, NULL, NULL, NULL);
    END IF;
    SET p_total = v_whole;
    SET p_plan = CONCAT('[', SUBSTRING(v_plan, 2), ']');
END
