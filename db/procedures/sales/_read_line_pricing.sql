-- What a line of a request says of its price beside the price itself: unit, discount, taxes.
-- Parameters: p_line_no for the errors; p_line a JSON object.
-- Returns: p_pricing a JSON object: unit, discount_percent or discount_amount where above 0, tax_rate, price_includes_tax 1|0, those that are given,
-- numbers as texts; NULL where none is.
-- Errors: VALIDATION, INVALID_DISCOUNT, AMOUNT_PRECISION.
CREATE PROCEDURE _read_line_pricing(
    IN p_line_no INT,
    IN p_line LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_pricing LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_name VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT CONCAT('items[', p_line_no, '].');
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate, v_percent, v_amount DECIMAL(19,4);
    DECLARE v_includes_tax TINYINT;

    SET v_unit = COALESCE(
        _read_text(CONCAT(v_name, 'uom'), JSON_EXTRACT(p_line, '$.uom'), 50), _read_text(CONCAT(v_name, 'unit'), JSON_EXTRACT(p_line, '$.unit'), 50));
    SET v_percent = _read_discount_value(CONCAT(v_name, 'discount_percent'), JSON_EXTRACT(p_line, '$.discount_percent'), 'percent', 4);
    SET v_amount = _read_discount_value(CONCAT(v_name, 'discount_amount'), JSON_EXTRACT(p_line, '$.discount_amount'), 'amount', 4);
    IF v_percent > 0 AND v_amount > 0 THEN
        CALL _raise('INVALID_DISCOUNT.both', p_line_no, v_percent, v_amount, NULL);
    END IF;
    SET v_rate = _read_tax_rate(CONCAT(v_name, 'tax_rate'), JSON_EXTRACT(p_line, '$.tax_rate'));
    SET v_includes_tax = _read_flag(CONCAT(v_name, 'price_includes_tax'), JSON_EXTRACT(p_line, '$.price_includes_tax'));
    SET p_pricing = CONCAT(
        IF(v_unit IS NULL, '', CONCAT(',"unit":', JSON_QUOTE(v_unit))),
        IF(v_percent > 0, CONCAT(',"discount_percent":"', v_percent, '"'), ''),
        IF(v_amount > 0, CONCAT(',"discount_amount":"', v_amount, '"'), ''),
        IF(v_rate IS NULL, '', CONCAT(',"tax_rate":"', v_rate, '"')),
        IF(v_includes_tax IS NULL, '', CONCAT(',"price_includes_tax":', v_includes_tax)));
    SET p_pricing = IF(p_pricing = '', NULL, CONCAT('{', SUBSTRING(p_pricing, 2), '}'));
END
