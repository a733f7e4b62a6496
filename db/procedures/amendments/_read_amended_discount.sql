-- The discount that an amendment asks for; what is absent stays as the invoice has it.
-- Parameters: p_request a JSON object; p_invoice_id, locked; p_minor_units of its currency.
-- Returns: p_type percent|amount, p_value percent or currency units. Errors: INVALID_DISCOUNT, AMOUNT_PRECISION.
CREATE PROCEDURE _read_amended_discount(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_minor_units TINYINT,
    OUT p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_value DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_old_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT i.discount_type, i.discount_value INTO v_old_type, p_value FROM invoices_out AS i WHERE i.id = p_invoice_id;
    SET p_type = v_old_type;
    IF _scalar(JSON_EXTRACT(p_request, '$.discount_type')) IS NOT NULL THEN
        SET p_type = _read_discount_type(JSON_EXTRACT(p_request, '$.discount_type'));
    END IF;
    IF _scalar(JSON_EXTRACT(p_request, '$.discount_value')) IS NOT NULL THEN
        SET p_value = _read_discount_value('discount_value', JSON_EXTRACT(p_request, '$.discount_value'), p_type, p_minor_units);
    ELSEIF p_type <> v_old_type THEN
        CALL _raise('INVALID_DISCOUNT', 'discount_value', NULL, NULL, NULL);
    END IF;
END
