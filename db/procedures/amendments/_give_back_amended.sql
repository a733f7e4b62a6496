-- The first half of an amendment's goods: what its lines have less of, or were taken off with, goes back into the batches, so that another line of the
-- same call may take it.
-- Parameters: p_amendment_id just made; p_plan of _plan_amendment; p_minor_units of the currency.
-- Returns: p_returned a JSON object by item: {"cost", "allocations"}, texts as in _give_back_to_batches.
-- Errors: VALIDATION. Locks: batches, by primary key, under their product's lock.
CREATE PROCEDURE _give_back_amended(
    IN p_amendment_id INT,
    IN p_plan JSON,
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_returned JSON
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id INT;
    DECLARE v_less, v_cost DECIMAL(19,4);
    DECLARE v_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_returned LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_less CURSOR FOR
        SELECT l.id, l.quantity - j.qty
        FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (item_id INT PATH '$.item_id', qty DECIMAL(19,4) PATH '$.qty')) AS j
        STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = j.item_id
        WHERE j.qty < l.quantity;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
    OPEN c_less;
    each_line: LOOP
        FETCH c_less INTO v_item_id, v_less;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        CALL _give_back_to_batches(v_item_id, v_less, p_amendment_id, p_minor_units, p_user_id, p_at, v_cost, v_allocations);
        SET v_returned = CONCAT(v_returned, ',"', v_item_id, '":{"cost":"', v_cost, '","allocations":', JSON_QUOTE(v_allocations), '}');
    END LOOP;
    CLOSE c_less;
    SET p_returned = CONCAT('{', SUBSTRING(v_returned, 2), '}');
END
