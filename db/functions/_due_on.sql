-- The day on which an invoice, or a supplier's opening balance, is due, never before its own; and of days after it, that of any bill.
-- Parameters: p_date as it was asked for, or p_days after its own day p_day (_read_due_days); both NULL: none is kept. Returns: the day or NULL.
-- Errors: VALIDATION.
CREATE FUNCTION _due_on(p_date DATE, p_days INT, p_day DATE) RETURNS DATE
READS SQL DATA
BEGIN
    IF p_date < p_day THEN
        CALL _raise('VALIDATION.in_past', 'due_date', p_day, p_date, NULL);
    END IF;
    RETURN COALESCE(p_date, p_day + INTERVAL p_days DAY);
END
