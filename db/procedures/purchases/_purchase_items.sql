-- The lines of a purchase as answers show them, in the order of the request: its batches.
-- Parameters: p_minor_units of the company. Returns: p_items a JSON array.
CREATE PROCEDURE _purchase_items(
    IN p_purchase_id INT,
    IN p_minor_units TINYINT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row_count INT;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_items CURSOR FOR
        SELECT COUNT(*) OVER (), CONCAT(
            '{"batch_id":', b.id, ',"product_id":', b.product_id, ',"qty":', b.original_qty, ',"unit_cost":', b.unit_cost,
            ',"value":', _money(b.original_value, p_minor_units), ',"tax_amount":', _money((
                SELECT COALESCE(SUM(t.amount), 0) FROM batch_taxes AS t FORCE INDEX (PRIMARY) WHERE t.batch_id = b.id), p_minor_units), ',"received_at":"', b.received_at, '"}')
        FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id
        ORDER BY b.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_items = '';
    OPEN c_items;
    each_item: LOOP
        FETCH c_items INTO v_row_count, v_json;
        IF v_done THEN
            LEAVE each_item;
        END IF;
        SET v_count = v_count + 1;
        SET p_items = CONCAT(p_items, ',', v_json);
    END LOOP;
    CLOSE c_items;
    -- where a KILL cut the cursor short
    IF NOT v_count <=> v_row_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
