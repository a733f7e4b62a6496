-- What a line of an amendment has more of, taken from stock oldest batch first.
-- Parameters: p_amendment_id; p_invoice_id; the line and its product, locked; p_need in units of the product.
-- Returns: p_cost of it; p_allocations the member "allocations" of the answer's item, without brackets. Errors: INSUFFICIENT_STOCK, VALIDATION.
-- Locks: batches, one after the other by batches_fifo, under their product's lock.
CREATE PROCEDURE _take_for_amended_line(
    IN p_amendment_id INT,
    IN p_invoice_id INT,
    IN p_item_id INT,
    IN p_product_id INT,
    IN p_need DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_keeps_stock TINYINT;
    DECLARE v_batch_id INT;
    DECLARE v_need, v_taken, v_taken_cost DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);

    SELECT p.keeps_stock INTO v_keeps_stock FROM products AS p WHERE p.id = p_product_id;
    SET v_need = IF(v_keeps_stock, p_need, 0);
    SET p_cost = 0;
    SET p_allocations = '';
    WHILE v_need > 0 DO
        CALL _take_oldest(p_product_id, v_need, p_minor_units, p_user_id, p_at, v_batch_id, v_taken, v_taken_cost, v_unit_cost);
        IF v_batch_id IS NULL THEN
            CALL _raise_insufficient_stock(p_invoice_id, p_product_id, v_need, v_need);
        END IF;
        INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, amendment_id, created_by, created_at)
        VALUES (p_item_id, v_batch_id, v_taken, v_unit_cost, v_taken_cost, p_amendment_id, p_user_id, p_at);
        SET v_need = v_need - v_taken;
        SET p_cost = p_cost + v_taken_cost;
        SET p_allocations = CONCAT(
            p_allocations, IF(p_allocations = '', '', ','), '{"batch_id":', v_batch_id, ',"qty":', v_taken, ',"cost":', _money(v_taken_cost, p_minor_units), '}');
    END WHILE;
END
