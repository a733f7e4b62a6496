-- Lock a purchase that is not reversed, its supplier before it.
-- Parameters: p_purchase_id. Returns: the supplier (NULL: none) with company, balance and seq; the purchase's number and total in currency units.
-- Errors: UNKNOWN_BILL, BILL_REVERSED. Locks: suppliers, then purchases, by primary key.
CREATE PROCEDURE _lock_purchase(
    IN p_purchase_id BIGINT,
    OUT p_supplier_id INT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_seq INT UNSIGNED,
    OUT p_purchase_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_total DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_reversed_on DATE;
    -- a purchase never changes its supplier, so this needs no lock
    SELECT p.supplier_id, p.company_id INTO p_supplier_id, p_company_id FROM purchases AS p WHERE p.id = p_purchase_id;
    IF p_company_id IS NULL THEN
        CALL _raise('UNKNOWN_BILL', p_purchase_id, NULL, NULL, NULL);
    END IF;
    IF p_supplier_id IS NOT NULL THEN
        CALL _lock_supplier(p_supplier_id, FALSE, p_company_id, p_balance, p_seq);
    END IF;
    SELECT p.purchase_no, p.total, p.reversed_on INTO p_purchase_no, p_total, v_reversed_on
    FROM purchases AS p WHERE p.id = p_purchase_id FOR UPDATE;
    IF v_reversed_on IS NOT NULL THEN
        CALL _raise('BILL_REVERSED', p_purchase_id, p_purchase_no, NULL, NULL);
    END IF;
END
