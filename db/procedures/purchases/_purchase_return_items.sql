-- What went back to a supplier as answers show it, in the order of the request.
-- Parameters: p_return_id; p_minor_units of the company. Returns: p_items a JSON array.
CREATE PROCEDURE _purchase_return_items(
    IN p_return_id INT,
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
            '{"batch_id":', i.batch_id, ',"product_id":', b.product_id, ',"qty":', i.qty, ',"cost":', _money(i.cost, p_minor_units),
            ',"tax_amount":', _money((
                SELECT COALESCE(SUM(x.amount), 0) FROM purchase_return_taxes AS x FORCE INDEX (PRIMARY) WHERE x.return_item_id = i.id), p_minor_units), '}')
        FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_once)
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = i.batch_id
        WHERE i.purchase_return_id = p_return_id
        ORDER BY i.id;
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
