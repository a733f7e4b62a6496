-- The use of a coupon by an invoice that is canceled or reverted counts no more.
-- Parameters: p_invoice_id, locked, its products too. Locks: the coupon, by primary key.
CREATE PROCEDURE _give_coupon_back(IN p_invoice_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_coupon_id, v_used INT;

    SET v_coupon_id = (SELECT u.coupon_id FROM coupon_uses AS u WHERE u.invoice_id = p_invoice_id AND u.given_back = 0);
    IF v_coupon_id IS NOT NULL THEN
        SELECT c.used_count INTO v_used FROM coupons AS c WHERE c.id = v_coupon_id FOR UPDATE;
        UPDATE coupon_uses SET given_back = 1 WHERE invoice_id = p_invoice_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        UPDATE coupons SET used_count = v_used - 1 WHERE id = v_coupon_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
