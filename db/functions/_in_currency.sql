-- What a ledger row of a debit note or an invoice in another currency says behind its description: the amount in that currency. Nothing where the document is
-- in the company's.
-- Parameters: p_invoice_id, or p_debit_note_id, NULL for none; p_amount in its currency, NULL for an invoice in the company's, p_minor_units of it.
-- Returns: text such as " (1,020.00 USD)", or "".
CREATE FUNCTION _in_currency(
    p_invoice_id INT, p_debit_note_id INT, p_amount DECIMAL(19,4), p_minor_units TINYINT
) RETURNS VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF p_debit_note_id IS NOT NULL THEN
        SELECT MAX(n.currency) INTO v_currency
        FROM customer_debit_notes AS n FORCE INDEX (PRIMARY) STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
        WHERE n.id = p_debit_note_id AND n.currency <> c.currency;
    ELSEIF p_amount IS NOT NULL THEN
        SELECT MAX(x.currency) INTO v_currency FROM invoice_currencies AS x FORCE INDEX (PRIMARY) WHERE x.invoice_id = p_invoice_id;
    END IF;
    RETURN COALESCE(CONCAT(' (', FORMAT(p_amount, p_minor_units), ' ', v_currency, ')'), '');
END
