-- The currency of an invoice that is not in its company's. Parameters: p_invoice_id. Returns: p_currency and its decimals, NULL where it is the company's.
CREATE PROCEDURE _currency_of_invoice(
    IN p_invoice_id INT, OUT p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT p_minor_units TINYINT
)
READS SQL DATA
BEGIN
    SELECT MAX(x.currency), MAX(m.minor_units) INTO p_currency, p_minor_units
    FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
    WHERE x.invoice_id = p_invoice_id;
END
