-- The use of a coupon by an invoice that is canceled or reverted counts no more; by an order's invoice not before the order is given up and none of its
-- invoices stands: it can be billed again until then, with what the coupon took off.
-- Parameters: p_invoice_id that is undone, locked, its products and its order too, or p_order_id that is given up, locked. Locks: the coupon, by primary key.
CREATE PROCEDURE _give_coupon_back(IN p_invoice_id INT, IN p_order_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_order_id INT DEFAULT p_order_id;
    DECLARE v_invoice_id, v_coupon_id, v_used INT;

    IF v_order_id IS NULL THEN
        SELECT i.order_id INTO v_order_id FROM invoices_out AS i WHERE i.id = p_invoice_id;
    END IF;
    IF v_order_id IS NULL THEN
        SELECT MAX(u.invoice_id), MAX(u.coupon_id) INTO v_invoice_id, v_coupon_id
        FROM coupon_uses AS u WHERE u.invoice_id = p_invoice_id AND u.given_back = 0;
    ELSE
        -- only the till's sale that made the order can have one
        SELECT MAX(u.invoice_id), MAX(u.coupon_id) INTO v_invoice_id, v_coupon_id
        FROM orders AS o FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (invoices_out_of_order) ON i.order_id = o.id
        STRAIGHT_JOIN coupon_uses AS u FORCE INDEX (PRIMARY) ON u.invoice_id = i.id AND u.given_back = 0
        WHERE o.id = v_order_id AND o.status = 'cancelled';
    END IF;
    IF v_coupon_id IS NOT NULL THEN
        SELECT c.used_count INTO v_used FROM coupons AS c WHERE c.id = v_coupon_id FOR UPDATE;
        UPDATE coupon_uses SET given_back = 1 WHERE invoice_id = v_invoice_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        UPDATE coupons SET used_count = v_used - 1 WHERE id = v_coupon_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
