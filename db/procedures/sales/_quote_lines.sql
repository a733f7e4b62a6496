-- The lines of a quote that is not usual (sp_quote_invoice), in whatever currency and with the offers that they may be given: priced, with what is wrong
-- about them, and shown.
-- Parameters: p_items raw JSON of the member items; p_price_list_id of the customer; p_currency, its p_currency_minor_units and p_rate of
-- _read_sale_currency, NULL in the company's; p_coupon_code and p_apply_offers of the request.
-- Returns: what _price_sale gives of those lines that can be priced, amounts NULL where they cannot be had; p_discount_value in the company's currency;
-- p_is_whole 1 where these are all; p_total_in_currency and p_in_currency of _price_in_currency; p_cost, NULL where it cannot be had; members of the
-- answer: p_taxes, p_offers and p_shown, its items; p_problems, and with those that were found.
CREATE PROCEDURE _quote_lines(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_price_list_id INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_cash_rounding TINYINT,
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_currency_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_apply_offers TINYINT,
    IN p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id BIGINT,
    IN p_today DATE,
    INOUT p_discount_value DECIMAL(19,4),
    OUT p_is_whole TINYINT,
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_total DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    OUT p_total_in_currency DECIMAL(19,4),
    OUT p_in_currency JSON,
    OUT p_cost DECIMAL(19,4),
    OUT p_taxes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_offers LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_shown LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_lines, v_priced, v_taxes JSON;
    DECLARE v_broken JSON DEFAULT '[]';
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_as_given, v_added_tax, v_smallest_coin DECIMAL(19,4);

    SET p_offers = '[]';
    IF p_currency IS NOT NULL THEN
        CALL _quote_in_currency(
            p_items, p_price_list_id, p_company_id, p_minor_units, p_currency_minor_units, p_rate, p_discount_type, p_discount_value,
            v_priced, v_broken, v_taxes, v_as_given, p_total, p_discount, p_tax_total, p_rounding, p_total_in_currency, p_in_currency, p_problems);
    ELSE
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                CALL _quote_prices(
                    v_text, p_items, p_price_list_id, p_company_id, p_minor_units, p_cash_rounding, p_discount_type, p_discount_value,
                    v_lines, v_priced, v_broken, v_taxes, v_as_given, p_total, p_discount, p_tax_total, p_rounding, p_problems);
            END;
            CALL _read_invoice_lines(p_items, 0, v_lines);
            IF p_price_list_id IS NOT NULL THEN
                CALL _mark_listed_lines(p_price_list_id, v_lines);
            END IF;
            CALL _price_sale(
                v_lines, 0, p_company_id, p_minor_units, p_cash_rounding, p_discount_type, p_discount_value,
                v_priced, v_taxes, v_as_given, p_total, p_discount, v_tax_rounding, p_tax_total, v_added_tax, v_smallest_coin, p_rounding);
        END;
        IF JSON_LENGTH(v_priced) > 0 AND p_total IS NOT NULL AND (p_coupon_code IS NOT NULL
            OR (p_apply_offers AND EXISTS (SELECT 1 FROM offers AS o FORCE INDEX (offers_active) WHERE o.company_id = p_company_id AND o.active = 1)))
        THEN
            CALL _quote_offers(
                v_lines, p_apply_offers, p_coupon_code, p_customer_id, p_price_list_id, p_today, p_company_id, p_minor_units, p_cash_rounding, p_discount_type,
                p_discount_value, v_priced, v_taxes, v_as_given, p_total, p_discount, p_tax_total, p_rounding, p_offers, p_problems);
        END IF;
    END IF;
    CALL _quote_items(v_priced, v_broken, v_taxes, v_as_given, p_discount, p_minor_units, p_shown, p_cost, p_problems);
    SET p_taxes = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(v_taxes, '$.answer')), '[]');
    SET p_is_whole = p_total - p_discount IS NOT NULL AND JSON_LENGTH(v_broken) = 0 AND JSON_LENGTH(v_priced) > 0;
END
