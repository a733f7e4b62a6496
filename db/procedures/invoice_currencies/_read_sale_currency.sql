-- The currency that a sale is in, where it is not the company's, and its rate; refuses what is only in the company's currency: orders and coupons, and
-- money above the invoice, which would go to a wallet or back as change.
-- Parameters: p_request as of sp_save_invoice, p_coupon_code and p_overpayment of it; p_is_of_order whether an order is billed; p_day of the invoice.
-- Returns: p_currency, NULL where it is the company's, and its decimals; p_rate of the company's currency for one of it.
-- Errors: UNKNOWN_CURRENCY, INVALID_RATE, UNKNOWN_RATE, OTHER_CURRENCY.
CREATE PROCEDURE _read_sale_currency(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_is_of_order TINYINT,
    IN p_company_id INT,
    IN p_day DATE,
    OUT p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_minor_units TINYINT,
    OUT p_rate DECIMAL(20,10)
)
READS SQL DATA
BEGIN
    CALL _read_document_currency(p_request, p_company_id, p_day, p_currency, p_minor_units, p_rate);
    SELECT NULLIF(p_currency, c.currency) INTO p_currency FROM companies AS c WHERE c.id = p_company_id;
    IF p_currency IS NOT NULL THEN
        IF p_is_of_order THEN
            CALL _raise('OTHER_CURRENCY', p_currency, NULL, NULL, NULL);
        END IF;
        IF p_coupon_code IS NOT NULL THEN
            CALL _raise('OTHER_CURRENCY.coupon', p_currency, NULL, NULL, NULL);
        END IF;
        IF p_overpayment <> 'reject' THEN
            CALL _raise('OTHER_CURRENCY.overpayment', p_currency, NULL, NULL, NULL);
        END IF;
    END IF;
END
