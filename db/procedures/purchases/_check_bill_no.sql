-- A supplier's own number stands on one live bill.
-- Parameters: p_supplier_id, locked; p_bill_no or NULL. Errors: DUPLICATE_BILL.
CREATE PROCEDURE _check_bill_no(IN p_supplier_id INT, IN p_bill_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_other_id INT;
    SELECT MAX(p.id) INTO v_other_id
    FROM purchases AS p FORCE INDEX (purchases_one_bill) WHERE p.supplier_id = p_supplier_id AND p.live_bill_no = p_bill_no;
    IF v_other_id IS NOT NULL THEN
        CALL _raise('DUPLICATE_BILL', p_supplier_id, v_other_id, p_bill_no, NULL);
    END IF;
END
