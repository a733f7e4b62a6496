-- What a company's settings say of the prices of its documents, and whether it has offers.
-- Parameters: p_company_id; p_cash_rounding 0 where the request asks for no rounding to the smallest coin.
-- Returns: p_prices_include_tax of lines that do not say; p_tax_rounding document|line; p_smallest_coin in currency units, NULL: no rounding to it;
-- p_has_offers whether any is active, on whatever days.
CREATE PROCEDURE _read_pricing_rules(
    IN p_company_id INT,
    IN p_cash_rounding TINYINT,
    OUT p_prices_include_tax TINYINT,
    OUT p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_smallest_coin DECIMAL(19,4),
    OUT p_has_offers TINYINT
)
READS SQL DATA
BEGIN
    SELECT
        c.prices_include_tax, c.tax_rounding, IF(p_cash_rounding, c.smallest_coin, NULL),
        EXISTS (SELECT 1 FROM offers AS o FORCE INDEX (offers_active) WHERE o.company_id = c.id AND o.active = 1)
    INTO p_prices_include_tax, p_tax_rounding, p_smallest_coin, p_has_offers
    FROM companies AS c WHERE c.id = p_company_id;
END
