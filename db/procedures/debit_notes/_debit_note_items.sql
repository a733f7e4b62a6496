-- The items of a debit note as its answer shows them, in the order of the request.
-- Parameters: p_minor_units of its currency. Returns: p_items a JSON array.
CREATE PROCEDURE _debit_note_items(
    IN p_debit_note_id INT,
    IN p_minor_units TINYINT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_items CURSOR FOR
        SELECT _debit_note_item_json(
            i.id, i.item_type, i.description, i.quantity, i.unit_price, i.tax_rate, i.net, i.tax_amount, p_minor_units)
        FROM customer_debit_note_items AS i FORCE INDEX (customer_debit_note_items_in_note) WHERE i.debit_note_id = p_debit_note_id
        ORDER BY i.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_items = '';
    OPEN c_items;
    each_item: LOOP
        FETCH c_items INTO v_json;
        IF v_done THEN
            LEAVE each_item;
        END IF;
        SET p_items = CONCAT(p_items, ',', v_json);
    END LOOP;
    CLOSE c_items;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
