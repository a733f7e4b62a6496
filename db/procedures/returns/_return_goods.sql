-- The lines of a return: their rows with what of each tax comes back, and the pieces back into the batches that they came from
-- (_give_back_to_batches).
-- Parameters: p_return_id just made; p_lines of _plan_return, their products locked; p_minor_units of the currency.
-- Returns: p_cost of what came back; p_after_id: the allocations of the invoice above this id are what was written here, NULL where nothing came
-- back; p_items the member "items" of the answer. Errors: VALIDATION.
-- Locks: batches, by primary key, under their product's lock.
CREATE PROCEDURE _return_goods(
    IN p_return_id INT,
    IN p_invoice_id INT,
    IN p_lines JSON,
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_after_id INT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_line_no, v_item_id, v_product_id, v_last_id INT DEFAULT 0;
    DECLARE v_includes_tax TINYINT;
    DECLARE v_qty, v_value, v_tax, v_line_cost DECIMAL(19,4);
    DECLARE v_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT MAX(a.id) INTO v_last_id
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
    WHERE l.invoice_out_id = p_invoice_id;

    SET p_cost = 0;
    SET p_after_id = NULL;
    SET p_items = '';
    WHILE v_line_no < JSON_LENGTH(p_lines) DO
        SET v_item_id = JSON_EXTRACT(p_lines, CONCAT('$[', v_line_no, '].item_id'));
        SET v_qty = JSON_UNQUOTE(JSON_EXTRACT(p_lines, CONCAT('$[', v_line_no, '].qty')));
        SET v_value = JSON_UNQUOTE(JSON_EXTRACT(p_lines, CONCAT('$[', v_line_no, '].value')));
        SET v_tax = JSON_UNQUOTE(JSON_EXTRACT(p_lines, CONCAT('$[', v_line_no, '].tax')));
        SET v_line_no = v_line_no + 1;
        SELECT l.product_id, l.price_includes_tax INTO v_product_id, v_includes_tax FROM invoice_out_items AS l WHERE l.id = v_item_id;

        CALL _give_back_to_batches(v_item_id, v_qty, NULL, p_minor_units, p_user_id, p_at, v_line_cost, v_allocations);
        IF v_allocations <> '' THEN
            SET p_after_id = v_last_id;
        END IF;
        INSERT INTO invoice_return_items (return_id, sale_item_id, qty, value, tax_amount, added_tax, cost)
        VALUES (p_return_id, v_item_id, v_qty, v_value, v_tax, IF(v_includes_tax, 0, v_tax), v_line_cost);
        IF v_tax > 0 THEN
            INSERT INTO invoice_return_taxes (return_item_id, tax_no, amount)
            SELECT LAST_INSERT_ID(), j.tax_no, j.amount
            FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                NESTED PATH '$.taxes[*]' COLUMNS (tax_no INT PATH '$[0]', amount DECIMAL(19,4) PATH '$[1]')
            )) AS j
            WHERE j.line_no = v_line_no AND j.amount <> 0;
        END IF;
        SET p_cost = p_cost + v_line_cost;
        SET p_items = CONCAT(
            p_items, ',{"item_id":', v_item_id, ',"product_id":', v_product_id, ',"qty":', v_qty, ',"value":', _money(v_value, p_minor_units),
            ',"net":', _money(v_value - v_tax, p_minor_units), ',"tax_amount":', _money(v_tax, p_minor_units),
            ',"cost":', _money(v_line_cost, p_minor_units), ',"allocations":[', v_allocations, ']}');
    END WHILE;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
