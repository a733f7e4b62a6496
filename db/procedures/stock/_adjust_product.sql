-- Bring one product's stock to what was counted, or change it by so much. What is more becomes a batch of its own at the end of the queue; what is less
-- leaves oldest batch first, at the cost that a sale would take it at (_take_oldest).
-- Parameters: p_adjustment_id just made; p_product_id, locked; p_counted, or p_delta, in units of the product; p_unit_cost of what is more, NULL:
-- that of the newest batch in stock, or where there is none the product's cost price; p_day business date.
-- Returns: p_changed quantity and p_cost its value, both signed; p_on_hand quantity after it; p_new_batch_id of what is more, else NULL. Errors: INSUFFICIENT_STOCK, INVALID_PRICE, VALIDATION.
-- Locks: batches, one after the other by batches_fifo, under their product's lock.
CREATE PROCEDURE _adjust_product(
    IN p_adjustment_id INT,
    IN p_product_id INT,
    IN p_counted DECIMAL(19,4),
    IN p_delta DECIMAL(19,4),
    IN p_unit_cost DECIMAL(19,6),
    IN p_minor_units TINYINT,
    IN p_day DATE,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_changed DECIMAL(19,4),
    OUT p_cost DECIMAL(19,4),
    OUT p_on_hand DECIMAL(19,4),
    OUT p_new_batch_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_batch_id INT;
    DECLARE v_need, v_taken, v_cost DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);
    DECLARE v_exact_value DECIMAL(38,10);
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT COALESCE(SUM(b.remaining), 0) INTO p_on_hand
    FROM batches AS b FORCE INDEX (batches_fifo) WHERE b.product_id = p_product_id AND b.status = 'active' AND b.remaining > 0;
    SET p_changed = COALESCE(p_delta, p_counted - p_on_hand);
    SET p_cost = 0;
    SET p_new_batch_id = NULL;
    IF p_changed < -p_on_hand THEN
        SELECT p.name INTO v_name FROM products AS p WHERE p.id = p_product_id;
        CALL _raise('INSUFFICIENT_STOCK', p_product_id, -p_changed, p_on_hand, v_name);
    END IF;

    IF p_changed > 0 THEN
        SET v_unit_cost = p_unit_cost;
        IF v_unit_cost IS NULL THEN
            SELECT COALESCE(MAX(n.unit_cost), MAX(p.cost_price)) INTO v_unit_cost
            FROM products AS p
            LEFT JOIN (
                SELECT b.unit_cost FROM batches AS b FORCE INDEX (batches_fifo)
                WHERE b.product_id = p_product_id AND b.status = 'active' AND b.remaining > 0
                ORDER BY b.received_at DESC, b.created_at DESC, b.id DESC LIMIT 1
            ) AS n ON TRUE
            WHERE p.id = p_product_id;
        END IF;
        SET v_exact_value = p_changed * v_unit_cost;
        IF v_exact_value < 0 OR v_exact_value >= 1000000000000 THEN
            CALL _raise('INVALID_PRICE.of_member', 'qty x unit_cost', v_exact_value, NULL, NULL);
        END IF;
        SET p_cost = ROUND(v_exact_value, p_minor_units);
        INSERT INTO batches (
            product_id, qty, remaining, original_qty, unit_cost, stock_value, original_value, received_at, status, created_by, created_at)
        VALUES (p_product_id, p_changed, p_changed, p_changed, v_unit_cost, p_cost, p_cost, p_day, 'active', p_user_id, p_at);
        SET p_new_batch_id = LAST_INSERT_ID();
        INSERT INTO stock_adjustment_items (adjustment_id, product_id, batch_id, qty, cost)
        VALUES (p_adjustment_id, p_product_id, p_new_batch_id, p_changed, p_cost);
    END IF;

    SET v_need = -p_changed;
    WHILE v_need > 0 DO
        CALL _take_oldest(p_product_id, v_need, p_minor_units, p_user_id, p_at, v_batch_id, v_taken, v_cost, v_unit_cost);
        -- it was all counted above, under the product's lock
        IF v_batch_id IS NULL THEN
            CALL _raise_interrupted();
        END IF;
        INSERT INTO stock_adjustment_items (adjustment_id, product_id, batch_id, qty, cost)
        VALUES (p_adjustment_id, p_product_id, v_batch_id, -v_taken, -v_cost);
        SET v_need = v_need - v_taken;
        SET p_cost = p_cost - v_cost;
    END WHILE;
    SET p_on_hand = p_on_hand + p_changed;
END
