-- The lines of a return: the pieces go back into the batches that they came from, those taken last first, each at the cost that it was taken
-- at, in the share of what of a taking has come back by now. So a batch gets back exactly what it gave.
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
    DECLARE v_line_no, v_item_id, v_product_id, v_batch_id, v_last_id INT DEFAULT 0;
    DECLARE v_qty, v_value, v_line_cost, v_need, v_taken, v_taken_cost, v_back, v_back_cost, v_part, v_part_cost DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);
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
        SET v_line_no = v_line_no + 1;
        SELECT l.product_id INTO v_product_id FROM invoice_out_items AS l WHERE l.id = v_item_id;

        SET v_need = v_qty;
        SET v_line_cost = 0;
        SET v_allocations = '';
        each_taking: WHILE v_need > 0 DO
            SET v_batch_id = NULL;
            -- one row in any case, so that nothing needs to be said about none
            SELECT MAX(t.batch_id), MAX(t.taken), MAX(t.taken_cost), MAX(t.back), MAX(t.back_cost), MAX(t.unit_cost)
            INTO v_batch_id, v_taken, v_taken_cost, v_back, v_back_cost, v_unit_cost
            FROM (
                SELECT
                    a.batch_id, MAX(a.unit_cost) AS unit_cost,
                    SUM(GREATEST(a.qty, 0)) AS taken, SUM(IF(a.qty > 0, a.line_cost, 0)) AS taken_cost,
                    SUM(GREATEST(-a.qty, 0)) AS back, SUM(IF(a.qty < 0, -a.line_cost, 0)) AS back_cost
                FROM sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item)
                WHERE a.sale_item_id = v_item_id
                GROUP BY a.batch_id HAVING SUM(a.qty) > 0
                ORDER BY MAX(IF(a.qty > 0, a.id, 0)) DESC LIMIT 1
            ) AS t;
            -- a service, or an adopted line that names no batch
            IF v_batch_id IS NULL THEN
                LEAVE each_taking;
            END IF;
            -- only an adopted taking can have one: its batch would lose value by what comes back
            IF v_taken_cost < 0 THEN
                CALL _raise('VALIDATION', CONCAT('cost of batch ', v_batch_id), v_taken_cost, NULL, NULL);
            END IF;
            SET v_part = LEAST(v_need, v_taken - v_back);
            SET v_part_cost = _ratio(v_taken_cost, v_back + v_part, v_taken, p_minor_units) - v_back_cost;
            UPDATE batches SET
                remaining = remaining + v_part, stock_value = stock_value + v_part_cost, status = IF(status = 'consumed', 'active', status),
                adjusted_at = p_at, adjusted_by = p_user_id
            WHERE id = v_batch_id;
            IF ROW_COUNT() <> 1 THEN
                CALL _raise_interrupted();
            END IF;
            INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
            VALUES (v_item_id, v_batch_id, -v_part, v_unit_cost, -v_part_cost, p_user_id, p_at);
            SET p_after_id = v_last_id;
            SET v_need = v_need - v_part;
            SET v_line_cost = v_line_cost + v_part_cost;
            SET v_allocations = CONCAT(
                v_allocations, ',{"batch_id":', v_batch_id, ',"qty":', v_part, ',"cost":', _money(v_part_cost, p_minor_units), '}');
        END WHILE;

        INSERT INTO invoice_return_items (return_id, sale_item_id, qty, value, cost) VALUES (p_return_id, v_item_id, v_qty, v_value, v_line_cost);
        SET p_cost = p_cost + v_line_cost;
        SET p_items = CONCAT(
            p_items, ',{"item_id":', v_item_id, ',"product_id":', v_product_id, ',"qty":', v_qty, ',"value":', _money(v_value, p_minor_units),
            ',"cost":', _money(v_line_cost, p_minor_units), ',"allocations":[', SUBSTRING(v_allocations, 2), ']}');
    END WHILE;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
