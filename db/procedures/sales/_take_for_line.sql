-- Take what a line needs batch by batch, oldest first.
-- Parameters: p_invoice_id in the making; p_product_id, locked; p_need above 0; the rest as in _take_oldest.
-- Returns: p_cost of all of it; p_takings a JSON array [[batch, "qty", "unit cost", "cost"], ...]; p_allocations what the line's member of that name says.
-- Errors: INSUFFICIENT_STOCK, VALIDATION.
-- Locks: batches, one after the other by batches_fifo, under their product's lock.
CREATE PROCEDURE _take_for_line(
    IN p_invoice_id INT,
    IN p_product_id INT,
    IN p_need DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_takings LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_batch_id INT;
    DECLARE v_taken, v_cost DECIMAL(19,4);
    DECLARE v_missing DECIMAL(19,4) DEFAULT p_need;
    DECLARE v_unit_cost DECIMAL(19,6);

    SET p_cost = 0;
    SET p_takings = '';
    SET p_allocations = '';
    WHILE v_missing > 0 DO
        CALL _take_oldest(p_product_id, v_missing, p_minor_units, p_user_id, p_at, v_batch_id, v_taken, v_cost, v_unit_cost);
        IF v_batch_id IS NULL THEN
            CALL _raise_insufficient_stock(p_invoice_id, p_product_id, p_need, v_missing);
        END IF;
        SET v_missing = v_missing - v_taken;
        SET p_cost = p_cost + v_cost;
        SET p_takings = CONCAT(p_takings, ',[', v_batch_id, ',"', v_taken, '","', v_unit_cost, '","', v_cost, '"]');
        SET p_allocations = CONCAT(p_allocations, ',{"batch_id":', v_batch_id, ',"qty":', v_taken, ',"cost":', _money(v_cost, p_minor_units), '}');
    END WHILE;
    SET p_takings = CONCAT('[', SUBSTRING(p_takings, 2), ']');
    SET p_allocations = SUBSTRING(p_allocations, 2);
END
