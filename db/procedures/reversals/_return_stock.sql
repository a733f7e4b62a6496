-- Give back all that an invoice still holds of its batches: each taking gets its exact inverse, quantity and cost, in a row of its own, and
-- the batch stands in its product's queue where it stood.
-- Parameters: p_invoice_id, locked. Locks: products, by primary key, ascending, as a sale does; batches under their product's lock.
CREATE PROCEDURE _return_stock(IN p_invoice_id INT, IN p_user_id INT, IN p_at DATETIME)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked, v_batches INT;

    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT DISTINCT l.product_id FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        WHERE l.invoice_out_id = p_invoice_id ORDER BY l.product_id LIMIT 1000000
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    SELECT COUNT(*) INTO v_batches
    FROM (
        SELECT a.batch_id
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        GROUP BY a.batch_id HAVING SUM(a.qty) <> 0
    ) AS t;
    IF v_batches > 0 THEN
        UPDATE (
            SELECT a.batch_id, SUM(a.qty) AS qty, SUM(a.line_cost) AS cost
            FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
            STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
            WHERE l.invoice_out_id = p_invoice_id
            GROUP BY a.batch_id HAVING SUM(a.qty) <> 0
        ) AS t
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = t.batch_id
        SET
            b.remaining = b.remaining + t.qty, b.stock_value = b.stock_value + t.cost, b.status = IF(b.status = 'consumed', 'active', b.status),
            b.adjusted_at = p_at, b.adjusted_by = p_user_id;
        IF ROW_COUNT() <> v_batches THEN
            CALL _raise_interrupted();
        END IF;

        INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
        SELECT a.sale_item_id, a.batch_id, -SUM(a.qty), MAX(a.unit_cost), -SUM(a.line_cost), p_user_id, p_at
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        GROUP BY a.sale_item_id, a.batch_id HAVING SUM(a.qty) <> 0;
        IF ROW_COUNT() < v_batches THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
