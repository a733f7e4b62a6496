-- The discount that an amendment asks for; what is absent stays as the invoice has it, but for an amount that an offer or a coupon of a percentage was part
-- of: that shrinks with the invoice, or who takes most of it off would keep all that was given for the whole.
-- Parameters: p_request a JSON object; p_invoice_id, locked; p_as_given and p_settled (the part that came back carries) of _plan_amendment, in currency
-- units; p_minor_units of its currency.
-- Returns: p_type percent|amount, p_value percent or currency units. Errors: INVALID_DISCOUNT, AMOUNT_PRECISION.
CREATE PROCEDURE _read_amended_discount(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_as_given DECIMAL(19,4),
    IN p_settled DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_value DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_old_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_old_as_given DECIMAL(19,4);
    SELECT i.discount_type, i.discount_value, i.total_before_discount - i.added_tax - i.rounding_amount
    INTO v_old_type, p_value, v_old_as_given
    FROM invoices_out AS i WHERE i.id = p_invoice_id;
    SET p_type = v_old_type;
    IF _scalar(JSON_EXTRACT(p_request, '$.discount_type')) IS NOT NULL THEN
        SET p_type = _read_discount_type(JSON_EXTRACT(p_request, '$.discount_type'));
    END IF;
    IF _scalar(JSON_EXTRACT(p_request, '$.discount_value')) IS NOT NULL THEN
        SET p_value = _read_discount_value('discount_value', JSON_EXTRACT(p_request, '$.discount_value'), p_type, p_minor_units);
    ELSEIF p_type <> v_old_type THEN
        CALL _raise('INVALID_DISCOUNT', 'discount_value', NULL, NULL, NULL);
    ELSEIF p_type = 'amount' AND p_as_given < v_old_as_given AND EXISTS (
        SELECT 1 FROM invoice_offers AS o FORCE INDEX (invoice_offers_of_invoice) WHERE o.invoice_id = p_invoice_id AND o.gives = 'invoice_percent')
    THEN
        SET p_value = GREATEST(_ratio(p_value, p_as_given, v_old_as_given, p_minor_units), p_settled);
    END IF;
END
