-- Until when a supplier's bill is to be paid: as the request says (due_date, or due_days after the bill's day), else as many days after it as the supplier
-- gives. NULL: at once. A bill that comes late may be due already; an opening balance is not due before it was owed.
-- Parameters: p_request; p_supplier_id locked, or NULL; p_day the bill's own: its business date, of an opening balance (p_is_opening) the day since which it is
-- owed.
-- Errors: VALIDATION. Locks: none.
CREATE PROCEDURE _read_bill_due(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_supplier_id INT,
    IN p_day DATE,
    IN p_is_opening TINYINT,
    OUT p_due_date DATE
)
READS SQL DATA
BEGIN
    DECLARE v_payment_days SMALLINT;
    DECLARE v_due_days INT DEFAULT _read_due_days(p_request);

    SET p_due_date = _read_date('due_date', JSON_EXTRACT(p_request, '$.due_date'));
    IF p_is_opening OR v_due_days IS NOT NULL THEN
        SET p_due_date = _due_on(p_due_date, v_due_days, p_day);
    END IF;
    IF p_due_date IS NULL THEN
        SELECT MAX(s.payment_days) INTO v_payment_days FROM suppliers AS s WHERE s.id = p_supplier_id;
        SET p_due_date = p_day + INTERVAL v_payment_days DAY;
    END IF;
END
