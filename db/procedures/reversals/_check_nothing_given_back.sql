-- An invoice of which more was given back than was paid is not closed: what the customer owes of that would stand nowhere.
-- Parameters: p_paid of the locked invoice, in currency units. Errors: INVOICE_HAS_PAYMENTS.
CREATE PROCEDURE _check_nothing_given_back(IN p_invoice_id BIGINT, IN p_paid DECIMAL(19,4), IN p_minor_units TINYINT)
NO SQL
BEGIN
    IF p_paid < 0 THEN
        CALL _raise('INVOICE_HAS_PAYMENTS.given_back', p_invoice_id, _money(-p_paid, p_minor_units), NULL, NULL);
    END IF;
END
