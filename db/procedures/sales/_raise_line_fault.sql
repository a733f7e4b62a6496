-- Say what is wrong with a line that cannot be priced.
-- Parameters: p_fault product|unit|quantity|discount|price; p_line_no; p_line an element of _read_invoice_lines; quantity and prices of the unit as
-- sold, its factor or NULL. Errors: UNKNOWN_PRODUCT, VALIDATION, INVALID_QUANTITY, AMOUNT_PRECISION, INVALID_PRICE.
CREATE PROCEDURE _raise_line_fault(
    IN p_fault VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_line_no INT,
    IN p_line JSON,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_qty DECIMAL(19,4),
    IN p_factor DECIMAL(19,6),
    IN p_price DECIMAL(19,6),
    IN p_list_price DECIMAL(19,6)
)
READS SQL DATA
BEGIN
    DECLARE v_total DECIMAL(38,10) DEFAULT p_qty * p_price;
    CASE p_fault
        WHEN 'product' THEN CALL _raise_unknown_product(CONCAT('[', p_line, ']'), p_company_id);
        WHEN 'unit' THEN
            CALL _raise(
                'VALIDATION.line_unit', p_line_no, _scalar(JSON_EXTRACT(p_line, '$.product_id')), _scalar(JSON_EXTRACT(p_line, '$.unit')), NULL);
        WHEN 'quantity' THEN CALL _raise('INVALID_QUANTITY.of_unit', p_line_no, p_qty, p_factor, NULL);
        WHEN 'discount' THEN
            CALL _raise(
                'AMOUNT_PRECISION', CONCAT('items[', p_line_no, '].discount_amount'), p_minor_units,
                _scalar(JSON_EXTRACT(p_line, '$.discount_amount')), NULL);
        ELSE CALL _raise('INVALID_PRICE.total', p_line_no, GREATEST(v_total, p_list_price), NULL, NULL);
    END CASE;
END
