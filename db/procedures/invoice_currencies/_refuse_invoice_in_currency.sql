-- Refuse what is only of invoices in the company's currency. Parameters: p_invoice_id; p_sentence of OTHER_CURRENCY that says so. Errors: OTHER_CURRENCY.
CREATE PROCEDURE _refuse_invoice_in_currency(IN p_invoice_id INT, IN p_sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin)
READS SQL DATA
BEGIN
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);
    IF v_currency IS NOT NULL THEN
        CALL _raise(p_sentence, p_invoice_id, v_currency, NULL, NULL);
    END IF;
END
