-- Everything of an invoice that has not come back yet, as the member items of a return.
-- Returns: p_items a JSON array [{"item_id", "qty"}], empty where nothing is left.
CREATE PROCEDURE _returnable_items(IN p_invoice_id INT, OUT p_items JSON)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id, v_line_count INT;
    DECLARE v_found INT DEFAULT 0;
    DECLARE v_left DECIMAL(19,4);
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT l.id, l.quantity - COALESCE(SUM(r.qty), 0)
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line) ON r.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        GROUP BY l.id, l.quantity
        HAVING l.quantity - COALESCE(SUM(r.qty), 0) > 0
        ORDER BY l.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_item_id, v_left;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_found = v_found + 1;
        SET v_items = CONCAT(v_items, ',{"item_id":', v_item_id, ',"qty":"', v_left, '"}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    SELECT COUNT(*) INTO v_line_count
    FROM (
        SELECT l.id
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line) ON r.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        GROUP BY l.id, l.quantity
        HAVING l.quantity - COALESCE(SUM(r.qty), 0) > 0
    ) AS t;
    IF v_found <> v_line_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(v_items, 2), ']');
END
