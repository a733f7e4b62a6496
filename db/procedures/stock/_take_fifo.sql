-- Take a quantity of a product for a sold line, oldest batch first, and tie line and batches by allocations.
-- A taking costs round(value x quantity / remaining); the one that empties a batch takes the value that is left.
-- Parameters: p_item_id the line; p_product_id, locked by the caller; p_qty; p_invoice_id whose takings the error counts as available.
-- Returns: p_cost of the whole line in currency units; p_allocations a JSON array [{batch_id, qty, cost}] as the answer shows it.
-- Errors: INSUFFICIENT_STOCK, VALIDATION. Locks: batches, one after the other by batches_fifo, under the product's lock.
CREATE PROCEDURE _take_fifo(
    IN p_invoice_id INT,
    IN p_item_id INT,
    IN p_product_id INT,
    IN p_qty DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_need DECIMAL(19,4) DEFAULT p_qty;
    DECLARE v_batch_id INT;
    DECLARE v_remaining, v_value, v_qty, v_cost DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);

    SET p_cost = 0;
    SET p_allocations = '';
    WHILE v_need > 0 DO
        SET v_batch_id = NULL;
        SELECT b.id, b.remaining, b.stock_value, b.unit_cost INTO v_batch_id, v_remaining, v_value, v_unit_cost
        FROM batches AS b FORCE INDEX (batches_fifo)
        WHERE b.product_id = p_product_id AND b.status = 'active' AND b.remaining > 0
        ORDER BY b.received_at, b.created_at, b.id
        LIMIT 1 FOR UPDATE;
        IF v_batch_id IS NULL THEN
            CALL _raise_insufficient_stock(p_invoice_id, p_product_id, v_need);
        END IF;
        -- only an adopted batch can have one: its cost would be a gain nobody made
        IF v_value < 0 THEN
            CALL _raise('VALIDATION', CONCAT('value of batch ', v_batch_id), v_value, NULL, NULL);
        END IF;

        SET v_qty = LEAST(v_need, v_remaining);
        SET v_cost = IF(v_qty = v_remaining, v_value, _ratio(v_value, v_qty, v_remaining, p_minor_units));
        UPDATE batches SET
            remaining = v_remaining - v_qty, stock_value = v_value - v_cost, status = IF(v_qty = v_remaining, 'consumed', 'active'),
            adjusted_at = p_at, adjusted_by = p_user_id
        WHERE id = v_batch_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
        VALUES (p_item_id, v_batch_id, v_qty, v_unit_cost, v_cost, p_user_id, p_at);

        SET p_allocations = CONCAT(
            p_allocations, ',{"batch_id":', v_batch_id, ',"qty":', v_qty, ',"cost":', _money(v_cost, p_minor_units), '}');
        SET p_cost = p_cost + v_cost;
        SET v_need = v_need - v_qty;
    END WHILE;
    SET p_allocations = CONCAT('[', SUBSTRING(p_allocations, 2), ']');
END
