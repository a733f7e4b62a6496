-- Refuse what is only of invoices in the company's currency. Parameters: p_invoice_id; p_what it is, for the error. Errors: OTHER_CURRENCY.
CREATE PROCEDURE _refuse_invoice_in_currency(IN p_invoice_id INT, IN p_what VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);
    IF v_currency IS NOT NULL THEN
        CALL _raise('OTHER_CURRENCY.invoice', p_invoice_id, v_currency, p_what, NULL);
    END IF;
END
