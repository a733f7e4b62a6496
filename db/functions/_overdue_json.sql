-- Whether an invoice is overdue, and for how many days: open after the day on which it was due, without a due date its own.
-- Parameters: p_pay_by of invoices_out, NULL where nothing is owed; p_now UTC. Returns: the members of its answers.
CREATE FUNCTION _overdue_json(p_pay_by DATE, p_company_id INT, p_now DATETIME) RETURNS VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_days INT DEFAULT IF(p_pay_by IS NULL, 0, GREATEST(DATEDIFF(_company_day(p_company_id, p_now), p_pay_by), 0));
    RETURN CONCAT('"overdue":', IF(v_days > 0, 'true', 'false'), ',"days_overdue":', v_days);
END
