-- Give back all that an invoice still holds of its batches: each taking gets its exact inverse, quantity and cost, in a row of its own, and
-- the batch stands in its product's queue where it stood.
-- Parameters: p_invoice_id, locked. Returns: p_cost of what came back; p_after_id: the allocations of the invoice above this id are what
-- was written here, NULL where nothing came back. Errors: VALIDATION.
-- Locks: products, by primary key, ascending, as a sale does; batches by primary key, under their product's lock.
CREATE PROCEDURE _return_stock(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_after_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done, v_returned TINYINT DEFAULT 0;
    DECLARE v_locked, v_item_id, v_batch_id INT;
    DECLARE v_qty, v_cost, v_left DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);
    DECLARE c_takings CURSOR FOR
        SELECT a.sale_item_id, a.batch_id, SUM(a.qty), SUM(a.line_cost), MAX(a.unit_cost)
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        GROUP BY a.sale_item_id, a.batch_id HAVING SUM(a.qty) <> 0
        ORDER BY a.batch_id, a.sale_item_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT DISTINCT l.product_id FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        WHERE l.invoice_out_id = p_invoice_id ORDER BY l.product_id LIMIT 1000000
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    SELECT MAX(a.id) INTO p_after_id
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
    WHERE l.invoice_out_id = p_invoice_id;
    SET p_cost = 0;
    OPEN c_takings;
    each_taking: LOOP
        FETCH c_takings INTO v_item_id, v_batch_id, v_qty, v_cost, v_unit_cost;
        IF v_done THEN
            LEAVE each_taking;
        END IF;
        -- only an adopted taking can have one: its batch would lose value by what comes back
        IF v_qty > 0 AND v_cost < 0 THEN
            CALL _raise('VALIDATION', CONCAT('cost of batch ', v_batch_id), v_cost, NULL, NULL);
        END IF;
        UPDATE batches SET
            remaining = remaining + v_qty, stock_value = stock_value + v_cost, status = IF(status = 'consumed', 'active', status),
            adjusted_at = p_at, adjusted_by = p_user_id
        WHERE id = v_batch_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
        VALUES (v_item_id, v_batch_id, -v_qty, v_unit_cost, -v_cost, p_user_id, p_at);
        SET p_cost = p_cost + v_cost;
        SET v_returned = 1;
    END LOOP;
    CLOSE c_takings;
    IF NOT v_returned THEN
        SET p_after_id = NULL;
    END IF;

    -- where a KILL cut the cursor short
    SELECT COALESCE(SUM(ABS(t.qty)), 0) INTO v_left
    FROM (
        SELECT SUM(a.qty) AS qty
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        GROUP BY a.sale_item_id, a.batch_id
    ) AS t;
    IF v_left <> 0 THEN
        CALL _raise_interrupted();
    END IF;
END
