-- An invoice that is undone gives what it billed back to its order, which is pending again but where its rest was given up.
-- Parameters: p_invoice_id, locked, and its order before it; p_user_id who undoes it.
-- Returns: p_order_id, NULL where it has none, and p_before what it was, for the row of the audit trail that the caller writes once its numbers are taken.
CREATE PROCEDURE _give_back_to_order(
    IN p_invoice_id INT,
    IN p_user_id INT,
    OUT p_order_id INT,
    OUT p_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id INT;
    DECLARE v_given INT DEFAULT 0;
    DECLARE v_qty DECIMAL(19,4);
    DECLARE c_parts CURSOR FOR
        SELECT b.order_item_id, b.qty FROM order_invoice_items AS b FORCE INDEX (order_invoice_items_of_invoice)
        WHERE b.invoice_id = p_invoice_id ORDER BY b.order_item_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT i.order_id INTO p_order_id FROM invoices_out AS i WHERE i.id = p_invoice_id;
    IF p_order_id IS NOT NULL THEN
        CALL _document_state('orders', p_order_id, p_before);
        OPEN c_parts;
        each_part: LOOP
            FETCH c_parts INTO v_item_id, v_qty;
            IF v_done THEN
                LEAVE each_part;
            END IF;
            UPDATE order_items SET invoiced_qty = invoiced_qty - v_qty WHERE id = v_item_id;
            IF ROW_COUNT() <> 1 THEN
                CALL _raise_interrupted();
            END IF;
            SET v_given = v_given + 1;
        END LOOP;
        CLOSE c_parts;
        IF v_given <> (
            SELECT COUNT(*) FROM order_invoice_items AS b FORCE INDEX (order_invoice_items_of_invoice) WHERE b.invoice_id = p_invoice_id)
        THEN
            CALL _raise_interrupted();
        END IF;
        CALL _set_order_status(p_order_id, p_user_id);
    END IF;
END
