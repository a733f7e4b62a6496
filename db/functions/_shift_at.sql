-- The shift that a cashier had open: what repairs put back belongs to it.
-- Parameters: the document's user, company and TIMESTAMP column created_at. Returns: the shift's id, or NULL.
CREATE FUNCTION _shift_at(p_user_id INT, p_company_id INT, p_at DATETIME) RETURNS INT
READS SQL DATA
BEGIN
    DECLARE v_utc DATETIME DEFAULT CONVERT_TZ(p_at, @@session.time_zone, '+00:00');
    RETURN (
        SELECT MAX(s.id)
        FROM shifts AS s FORCE INDEX (shifts_of_cashier)
        WHERE s.cashier_id = p_user_id AND s.company_id = p_company_id AND s.opened_at <= v_utc AND (s.closed_at IS NULL OR s.closed_at >= v_utc));
END
