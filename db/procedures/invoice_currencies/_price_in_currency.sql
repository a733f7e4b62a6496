-- What a sale in another currency comes to, in that and in the company's: the one pricing rule (_price_sale) twice, from the prices of the request and from
-- these at the rate. What the invoice comes to in the company's currency is its total at the rate, rounded once: what the lines, each rounded by itself,
-- come to more or less, is the document's rounding. Offers, and the company's smallest coin, do not apply.
-- Parameters: p_lines of _read_invoice_lines and p_discount_value, where it is an amount, in the currency, p_currency_minor_units of that; p_rate of the
-- company's currency for one of it; p_minor_units of the company.
-- Returns: what _price_sale does, in the company's currency, and p_discount_value in it; p_total_in_currency after the discount; p_in_currency a JSON object, numbers as texts: total_before,
-- discount_value, discount_amount, tax_total, total, and items [[price of the unit as sold, line_discount, total_price, discount_share, tax_amount,
-- added_tax], ...].
-- Errors: those of _price_sale, INVALID_PRICE its own; VALIDATION where the total is worth nothing in the company's currency, or 10^12 and more.
CREATE PROCEDURE _price_in_currency(
    IN p_lines JSON,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_currency_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_discount_value DECIMAL(19,4),
    OUT p_priced JSON,
    OUT p_taxes JSON,
    OUT p_as_given DECIMAL(19,4),
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_tax_total DECIMAL(19,4),
    OUT p_added_tax DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    OUT p_total_in_currency DECIMAL(19,4),
    OUT p_in_currency JSON
)
READS SQL DATA
BEGIN
    DECLARE v_lines, v_priced, v_taxes JSON;
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_as_given, v_total_before, v_discount, v_discount_value, v_tax_total, v_added_tax, v_coin, v_rounding, v_worth DECIMAL(19,4);

    CALL _lines_at_rate(p_lines, p_rate, p_minor_units, v_lines);
    SET v_discount_value = p_discount_value;
    IF p_discount_type = 'amount' THEN
        SET p_discount_value = LEAST(ROUND(v_discount_value * p_rate, p_minor_units), 999999999999);
    END IF;
    CALL _price_sale(
        v_lines, 0, p_company_id, p_minor_units, 0, p_discount_type, p_discount_value, p_priced, p_taxes, p_as_given, p_total, p_discount, p_tax_rounding,
        p_tax_total, p_added_tax, v_coin, p_rounding);
    CALL _lines_with_list_prices(p_lines, p_priced, p_rate, v_lines);
    CALL _price_sale(
        v_lines, 0, p_company_id, p_currency_minor_units, 0, p_discount_type, v_discount_value, v_priced, v_taxes, v_as_given, v_total_before, v_discount,
        p_tax_rounding, v_tax_total, v_added_tax, v_coin, v_rounding);

    SET p_total_in_currency = v_total_before - v_discount;
    SET v_worth = IF(
        p_total_in_currency = 0, 0, _check_worth('total_after', p_total_in_currency, ROUND(p_total_in_currency * p_rate, p_minor_units)));
    SET p_rounding = v_worth - (p_total - p_discount);
    SET p_total = p_total + p_rounding;
    IF p_total >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', p_total, NULL, NULL, NULL);
    END IF;
    CALL _currency_items(v_priced, v_as_given, v_discount, p_currency_minor_units, v_items);
    SET p_in_currency = CONCAT(
        '{"total_before":"', v_total_before, '","discount_value":"', v_discount_value, '","discount_amount":"', v_discount, '","tax_total":"', v_tax_total,
        '","total":"', p_total_in_currency, '","items":', v_items, '}');
END
