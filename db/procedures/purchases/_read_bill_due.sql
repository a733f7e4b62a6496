-- Until when a supplier's bill is to be paid: as the request says (due_date, or due_days after the bill's day), else as many days after it as the supplier
-- gives. NULL: at once.
-- Parameters: p_request; p_supplier_id locked, or NULL; p_day the bill's own: its business date, of an opening balance the day since which it is owed.
-- Errors: VALIDATION. Locks: none.
CREATE PROCEDURE _read_bill_due(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_supplier_id INT,
    IN p_day DATE,
    OUT p_due_date DATE
)
READS SQL DATA
BEGIN
    DECLARE v_payment_days SMALLINT;
    SET p_due_date = _due_on(_read_date('due_date', JSON_EXTRACT(p_request, '$.due_date')), _read_due_days(p_request), p_day);
    IF p_due_date IS NULL THEN
        SELECT MAX(s.payment_days) INTO v_payment_days FROM suppliers AS s WHERE s.id = p_supplier_id;
        SET p_due_date = p_day + INTERVAL v_payment_days DAY;
    END IF;
END
