-- Take from a product's oldest batch what there is of what is needed. A taking costs round(value x quantity / remaining); the one that empties
-- the batch takes the value that is left, so that the costs taken and the value left always add up to what was bought.
-- Parameters: p_product_id, locked; p_need above 0 in units of the product; p_minor_units of its currency.
-- Returns: p_batch_id, NULL where nothing is in stock; p_taken of p_need; its p_cost and p_unit_cost in currency units. Errors: VALIDATION.
-- Locks: the batch, by batches_fifo, under its product's lock.
CREATE PROCEDURE _take_oldest(
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
BEGIN
    DECLARE v_remaining, v_value DECIMAL(19,4);

    SELECT b.id, b.remaining, b.stock_value, b.unit_cost INTO p_batch_id, v_remaining, v_value, p_unit_cost
    FROM batches AS b FORCE INDEX (batches_fifo)
    WHERE b.product_id = p_product_id AND b.status = 'active' AND b.remaining > 0
    ORDER BY b.received_at, b.created_at, b.id
    LIMIT 1 FOR UPDATE;
    IF p_batch_id IS NOT NULL THEN
        -- only an adopted batch can have one: its cost would be a gain nobody made
        IF v_value < 0 THEN
            CALL _raise('VALIDATION', CONCAT('value of batch ', p_batch_id), v_value, NULL, NULL);
        END IF;
        SET p_taken = LEAST(p_need, v_remaining);
        SET p_cost = _ratio(v_value, p_taken, v_remaining, p_minor_units);
        UPDATE batches SET
            remaining = v_remaining - p_taken, stock_value = v_value - p_cost, status = IF(p_taken = v_remaining, 'consumed', 'active'),
            adjusted_at = p_at, adjusted_by = p_user_id
        WHERE id = p_batch_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
