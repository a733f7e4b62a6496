-- The offers and the coupon of a quote, whose lines can be priced. What a sale would be refused for on their account is a problem: then the
-- quote is without the coupon.
-- Parameters: p_lines of _read_invoice_lines; the rest as in _price_with_offers. Returns: what _price_sale gives, as it was where nothing is given;
-- p_offers the member "offers", whose line_no counts the lines that can be priced; p_problems, and with those that were found.
CREATE PROCEDURE _quote_offers(
    IN p_lines JSON,
    IN p_apply_offers TINYINT,
    IN p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id BIGINT,
    IN p_price_list_id INT,
    IN p_today DATE,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_cash_rounding TINYINT,
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    INOUT p_priced JSON,
    INOUT p_taxes JSON,
    INOUT p_as_given DECIMAL(19,4),
    INOUT p_total DECIMAL(19,4),
    INOUT p_discount DECIMAL(19,4),
    INOUT p_tax_total DECIMAL(19,4),
    INOUT p_rounding DECIMAL(19,4),
    INOUT p_offers LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_lines, v_priced, v_taxes, v_applied JSON;
    DECLARE v_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_discount_value, v_as_given, v_total, v_discount, v_tax_total, v_added_tax, v_coin, v_rounding DECIMAL(19,4);
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_apart INT;
    DECLARE v_coupon_id, v_tries INT DEFAULT 0;
    DECLARE v_text, v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_coupon_code;

    WHILE v_tries < 2 DO
        SET v_text = NULL, v_lines = p_lines, v_discount_type = p_discount_type, v_discount_value = p_discount_value, v_tries = v_tries + 1;
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000' GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
            CALL _price_with_offers(
                p_apply_offers, v_coupon_code, FALSE, p_customer_id, p_price_list_id, p_today, v_lines, p_company_id, p_minor_units, p_cash_rounding,
                v_discount_type, v_discount_value, v_priced, v_taxes, v_as_given, v_total, v_discount, v_tax_rounding, v_tax_total, v_added_tax, v_coin,
                v_rounding, v_applied, v_coupon_id, v_apart);
        END;
        IF v_text IS NOT NULL THEN
            SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
        END IF;
        -- once more without the coupon, if it was that
        SET v_tries = IF(v_text IS NULL OR v_coupon_code IS NULL, 2, v_tries), v_coupon_code = NULL;
    END WHILE;
    IF v_text IS NULL AND v_applied IS NOT NULL THEN
        CALL _applied_offers(v_applied, v_priced, NULL, p_minor_units, v_rows, p_offers);
        SET p_priced = v_priced, p_taxes = v_taxes, p_as_given = v_as_given, p_total = v_total, p_discount = v_discount, p_tax_total = v_tax_total,
            p_rounding = v_rounding;
    END IF;
END
