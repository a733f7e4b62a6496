-- What may be paid with a purchase: at most what it comes to. A purchase without supplier is owed to nobody, so it is paid whole or not at all.
-- Parameters: amounts in currency units. Errors: OVERPAYMENT, PAYMENTS_MISMATCH.
CREATE PROCEDURE _check_purchase_payments(
    IN p_supplier_id INT,
    IN p_total DECIMAL(19,4),
    IN p_paid DECIMAL(19,4),
    IN p_minor_units TINYINT
)
READS SQL DATA
BEGIN
    IF p_paid > p_total THEN
        CALL _raise('OVERPAYMENT.of_purchase', _money(p_paid, p_minor_units), _money(p_total, p_minor_units), NULL, NULL);
    END IF;
    IF p_supplier_id IS NULL AND p_paid > 0 AND p_paid < p_total THEN
        CALL _raise('PAYMENTS_MISMATCH', _money(p_paid, p_minor_units), _money(p_total, p_minor_units), NULL, NULL);
    END IF;
END
