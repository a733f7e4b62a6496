-- Take stock of a product from its oldest batch in stock: what is needed, or all that the batch has. It costs round(value x quantity / remaining);
-- the taking that empties a batch costs the value that is left, so that the costs taken and the value left always add up to what was bought.
-- Parameters: p_product_id, locked; p_need in units of the product, above 0; p_minor_units of the currency; p_at for TIMESTAMP columns.
-- Returns: p_batch_id, NULL where nothing is in stock; p_taken, its p_cost in currency units, and the batch's p_unit_cost for display.
-- Errors: VALIDATION. Locks: the batch, by batches_fifo, under its product's lock.
CREATE PROCEDURE _take_from_oldest_batch(
    IN p_product_id INT,
    IN p_need DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_batch_id INT,
    OUT p_taken DECIMAL(19,4),
    OUT p_cost DECIMAL(19,4),
    OUT p_unit_cost DECIMAL(19,6)
)
MODIFIES SQL DATA
oldest: BEGIN
    DECLARE v_remaining, v_value DECIMAL(19,4);
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET p_batch_id = NULL;
    SELECT b.id, b.remaining, b.stock_value, b.unit_cost INTO p_batch_id, v_remaining, v_value, p_unit_cost
    FROM batches AS b FORCE INDEX (batches_fifo)
    WHERE b.product_id = p_product_id AND b.status = 'active' AND b.remaining > 0
    ORDER BY b.received_at, b.created_at, b.id
    LIMIT 1 FOR UPDATE;
    IF p_batch_id IS NULL THEN
        LEAVE oldest;
    END IF;
    -- only an adopted batch can have one: its cost would be a gain nobody made
    IF v_value < 0 THEN
        CALL _raise('VALIDATION', CONCAT('value of batch ', p_batch_id), v_value, NULL, NULL);
    END IF;
    SET p_taken = LEAST(p_need, v_remaining);
    SET p_cost = IF(p_taken = v_remaining, v_value, _ratio(v_value, p_taken, v_remaining, p_minor_units));
    UPDATE batches SET
        remaining = v_remaining - p_taken, stock_value = v_value - p_cost, status = IF(p_taken = v_remaining, 'consumed', 'active'),
        adjusted_at = p_at, adjusted_by = p_user_id
    WHERE id = p_batch_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END
