-- Take goods that go back to their supplier out of one batch, at the cost that a sale would take them at (_take_oldest).
-- Parameters: p_return_id just made; p_batch_id, locked, with p_qty or more left in it; p_minor_units of its currency.
CREATE PROCEDURE _send_back(
    IN p_return_id INT,
    IN p_batch_id INT,
    IN p_qty DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_remaining, v_value, v_cost DECIMAL(19,4);
    SELECT b.remaining, b.stock_value INTO v_remaining, v_value FROM batches AS b WHERE b.id = p_batch_id;
    SET v_cost = _ratio(v_value, p_qty, v_remaining, p_minor_units);
    UPDATE batches SET
        remaining = v_remaining - p_qty, stock_value = v_value - v_cost, status = IF(p_qty = v_remaining, 'consumed', 'active'),
        adjusted_at = p_at, adjusted_by = p_user_id
    WHERE id = p_batch_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    INSERT INTO purchase_return_items (purchase_return_id, batch_id, qty, cost) VALUES (p_return_id, p_batch_id, p_qty, v_cost);
END
