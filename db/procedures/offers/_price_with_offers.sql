-- Lock the products of a sale, those that it may get for nothing among them, and price it, with the offers that it is given and its coupon. The invoice's own discount comes first, then an
-- offer for the whole invoice, of what that leaves, then the coupon, of what both leave. Together they are an amount: only so a later amendment keeps
-- what was given.
-- Parameters: p_wanted 0 where the request wants no offers but the coupon's; p_coupon_code NULL without one; p_locks 0 for a quote; p_price_list_id NULL without one; the rest as in
-- _price_sale. Returns: as _price_sale; p_lines with the discounts and the free lines; p_discount_type and p_discount_value as the invoice keeps
-- them; p_applied of _choose_offers, with the coupon; p_coupon_id; p_apart of _lock_products, of all that it may get.
-- Errors: those of _price_sale and _take_coupon. Locks: products, by primary key, ascending; then the coupon, by primary key.
CREATE PROCEDURE _price_with_offers(
    IN p_wanted TINYINT,
    IN p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_locks TINYINT,
    IN p_customer_id BIGINT,
    IN p_price_list_id INT,
    IN p_today DATE,
    INOUT p_lines JSON,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_cash_rounding TINYINT,
    INOUT p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_discount_value DECIMAL(19,4),
    OUT p_priced JSON,
    OUT p_taxes JSON,
    OUT p_as_given DECIMAL(19,4),
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_tax_total DECIMAL(19,4),
    OUT p_added_tax DECIMAL(19,4),
    OUT p_smallest_coin DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    OUT p_applied JSON,
    OUT p_coupon_id INT,
    OUT p_apart INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_given_count INT DEFAULT JSON_LENGTH(p_lines);
    DECLARE v_is_taxed TINYINT;
    DECLARE v_offers JSON;
    DECLARE v_listed_total, v_plain_total DECIMAL(30,4);
    DECLARE v_as_given, v_own_discount, v_offer_discount DECIMAL(19,4);
    DECLARE v_coupon_discount DECIMAL(19,4) DEFAULT 0;

    CALL _find_offers(p_company_id, p_customer_id, p_price_list_id, p_today, p_wanted, p_coupon_code, p_lines, v_offers);
    IF p_locks THEN
        CALL _lock_products(p_lines, p_company_id, p_minor_units, p_apart, v_plain_total);
    END IF;
    IF JSON_LENGTH(v_offers) > 0 OR p_coupon_code IS NOT NULL THEN
        CALL _price_lines(p_lines, 0, p_company_id, p_minor_units, 0, p_priced, v_listed_total, v_is_taxed);
        CALL _choose_offers(
            v_offers, v_given_count, p_priced, p_discount_type, p_discount_value, p_minor_units,
            p_lines, p_applied, v_as_given, v_own_discount, v_offer_discount);
        IF p_coupon_code IS NOT NULL THEN
            CALL _take_coupon(
                p_coupon_code, p_locks, p_company_id, p_customer_id, p_today, v_as_given, v_as_given - v_own_discount - v_offer_discount, p_minor_units,
                p_applied, p_coupon_id, v_coupon_discount);
        END IF;
        IF v_offer_discount + v_coupon_discount > 0 THEN
            SET p_discount_type = 'amount';
            SET p_discount_value = v_own_discount + v_offer_discount + v_coupon_discount;
        END IF;
    END IF;
    CALL _price_sale(
        p_lines, 0, p_company_id, p_minor_units, p_cash_rounding, p_discount_type, p_discount_value,
        p_priced, p_taxes, p_as_given, p_total, p_discount, p_tax_rounding, p_tax_total, p_added_tax, p_smallest_coin, p_rounding);
END
