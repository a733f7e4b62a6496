-- The lines of an invoice: each with its share of the discount, taken from stock, tied to its batches.
-- Parameters: p_invoice_id just made; p_lines of _price_lines, their products locked; p_total before the discount and p_discount in currency units.
-- Returns: p_cost of all lines; p_items the member "items" of the answer. Errors: INSUFFICIENT_STOCK. Locks: batches (_take_fifo).
CREATE PROCEDURE _post_invoice_lines(
    IN p_invoice_id INT,
    IN p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_total DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done, v_keeps_stock TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_line_no, v_product_id, v_item_id INT;
    DECLARE v_qty, v_line_total, v_line_cost, v_share DECIMAL(19,4);
    DECLARE v_running_total, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_price DECIMAL(19,6);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_line_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, j.product_id, j.qty, j.price, j.price_type, j.total, j.keeps_stock, j.row_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no INT PATH '$.line_no',
            product_id INT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            price DECIMAL(19,6) PATH '$.price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            total DECIMAL(19,4) PATH '$.total',
            keeps_stock TINYINT PATH '$.keeps_stock',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_cost = 0;
    SET p_items = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product_id, v_qty, v_price, v_price_type, v_line_total, v_keeps_stock, v_row_id;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_count = v_count + 1;
        -- the discount's share up to this line less what the lines before it took: the shares add up to the discount
        SET v_running_total = v_running_total + v_line_total;
        SET v_share = IF(p_discount = 0, 0, _ratio(p_discount, v_running_total, p_total, p_minor_units)) - v_shared;
        SET v_shared = v_shared + v_share;

        INSERT INTO invoice_out_items (
            invoice_out_id, line_no, row_id, product_id, quantity, total_price, selling_price, price_type, discount_share, total_cost, created_at)
        VALUES (
            p_invoice_id, v_line_no, v_row_id, v_product_id, v_qty, v_line_total, v_price, v_price_type, v_share, 0, p_at);
        SET v_item_id = LAST_INSERT_ID();
        SET v_line_cost = 0;
        SET v_line_allocations = '[]';
        IF v_keeps_stock THEN
            CALL _take_fifo(p_invoice_id, v_item_id, v_product_id, v_qty, p_minor_units, p_user_id, p_at, v_line_cost, v_line_allocations);
        END IF;
        IF v_line_cost > 0 THEN
            UPDATE invoice_out_items SET total_cost = v_line_cost, cost_price_per_unit = CAST(v_line_cost AS DECIMAL(30,10)) / v_qty WHERE id = v_item_id;
            IF ROW_COUNT() <> 1 THEN
                CALL _raise_interrupted();
            END IF;
        END IF;
        SET p_cost = p_cost + v_line_cost;

        SET p_items = CONCAT(
            p_items, ',{"row_id":', _json_text(v_row_id), ',"item_id":', v_item_id, ',"product_id":', v_product_id,
            ',"qty":', v_qty, ',"selling_price":', v_price, ',"total_price":', _money(v_line_total, p_minor_units),
            ',"discount_share":', _money(v_share, p_minor_units), ',"cost":', _money(v_line_cost, p_minor_units),
            ',"allocations":', v_line_allocations, '}');
    END LOOP;
    CLOSE c_lines;
    IF v_count <> JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
