-- Write down what an invoice billed of an order, which stands as far as it is billed.
-- Parameters: p_order_id, locked; p_parts of _plan_billing; p_user_id who billed it.
CREATE PROCEDURE _bill_order(IN p_order_id INT, IN p_invoice_id INT, IN p_parts JSON, IN p_user_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id INT;
    DECLARE v_written INT DEFAULT 0;
    DECLARE v_qty, v_line_discount, v_order_discount DECIMAL(19,4);
    DECLARE c_parts CURSOR FOR
        SELECT j.item_id, j.qty, j.line_discount, j.order_discount
        FROM JSON_TABLE(p_parts, '$[*]' COLUMNS (
            item_id INT PATH '$[0]',
            qty DECIMAL(19,4) PATH '$[1]',
            line_discount DECIMAL(19,4) PATH '$[2]',
            order_discount DECIMAL(19,4) PATH '$[3]'
        )) AS j;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_parts;
    each_part: LOOP
        FETCH c_parts INTO v_item_id, v_qty, v_line_discount, v_order_discount;
        IF v_done THEN
            LEAVE each_part;
        END IF;
        INSERT INTO order_invoice_items (order_item_id, invoice_id, qty, line_discount, order_discount)
        VALUES (v_item_id, p_invoice_id, v_qty, v_line_discount, v_order_discount);
        UPDATE order_items SET invoiced_qty = invoiced_qty + v_qty WHERE id = v_item_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        SET v_written = v_written + 1;
    END LOOP;
    CLOSE c_parts;
    IF v_written <> JSON_LENGTH(p_parts) THEN
        CALL _raise_interrupted();
    END IF;
    CALL _set_order_status(p_order_id, p_user_id);
END
