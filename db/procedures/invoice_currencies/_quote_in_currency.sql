-- The prices of a quoted sale in another currency. Where one line is broken, or the rate is not known, there are none.
-- Parameters: p_items raw JSON; p_price_list_id of the customer; the rest of _price_in_currency, p_rate NULL where it is not known.
-- Returns: what _price_in_currency does, NULL where it cannot be had; p_broken as in _quote_prices; p_problems, and with those that were found.
CREATE PROCEDURE _quote_in_currency(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_price_list_id INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_currency_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_discount_value DECIMAL(19,4),
    OUT p_priced JSON,
    OUT p_broken JSON,
    OUT p_taxes JSON,
    OUT p_as_given DECIMAL(19,4),
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_total DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    OUT p_total_in_currency DECIMAL(19,4),
    OUT p_in_currency JSON,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON DEFAULT _list(p_items);
    DECLARE v_lines JSON;
    DECLARE v_is_priced TINYINT DEFAULT 0;
    DECLARE v_text, v_said LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_added_tax DECIMAL(19,4);

    BEGIN
        DECLARE EXIT HANDLER FOR SQLSTATE '45000' GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
        CALL _read_invoice_lines(p_items, 0, v_lines);
        IF p_price_list_id IS NOT NULL THEN
            CALL _mark_listed_lines(p_price_list_id, v_lines);
        END IF;
        IF p_rate IS NOT NULL THEN
            CALL _price_in_currency(
                v_lines, p_company_id, p_minor_units, p_currency_minor_units, p_rate, p_discount_type, p_discount_value, p_priced, p_taxes, p_as_given, p_total,
                p_discount, v_tax_rounding, p_tax_total, v_added_tax, p_rounding, p_total_in_currency, p_in_currency);
            SET v_is_priced = 1;
        END IF;
    END;
    SET p_broken = '[]';
    IF NOT v_is_priced THEN
        SET p_priced = '[]', p_taxes = NULL, p_as_given = NULL, p_total = NULL, p_discount = NULL, p_tax_total = NULL, p_rounding = NULL,
            p_total_in_currency = NULL, p_in_currency = NULL;
        IF JSON_LENGTH(v_items) BETWEEN 1 AND 1000 THEN
            CALL _quote_each_line(v_items, p_company_id, COALESCE(p_currency_minor_units, p_minor_units), 0, v_lines, p_broken, v_said);
        END IF;
        SET p_problems = CONCAT(p_problems, IF(v_said <> '' OR v_text = '', v_said, _problem_json(v_text, NULL)));
    END IF;
END
