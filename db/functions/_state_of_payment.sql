-- What became of a row of invoice_payments: completed; failed, where another row voids it; refunded, where all of it was given back.
-- Parameters: p_amount its payment_amount, below 0 where it gave money back itself.
CREATE FUNCTION _state_of_payment(p_payment_id INT, p_amount DECIMAL(19,4)) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
RETURN CASE
    WHEN p_amount <= 0 THEN 'completed'
    WHEN EXISTS (SELECT 1 FROM invoice_payments AS v FORCE INDEX (invoice_payments_voids) WHERE v.voids_id = p_payment_id) THEN 'failed'
    WHEN p_amount + (
        SELECT COALESCE(SUM(r.payment_amount), 0) FROM invoice_payments AS r FORCE INDEX (invoice_payments_refunds) WHERE r.refunds_id = p_payment_id) <= 0
    THEN 'refunded'
    ELSE 'completed'
END
