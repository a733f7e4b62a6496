-- What the lines of a request come to of which one is refused: those that are not. A price that cannot be had is a problem, not an error.
-- Parameters: p_text of the refusal; p_items raw JSON of the member items; p_price_list_id of the customer; the rest as in _price_sale.
-- Returns: p_lines that can be priced, as of _read_invoice_lines; what _price_sale gives of them, amounts NULL where they cannot be had; p_broken a JSON array
-- [[line_no, row_id], ...] of the others; p_problems, and with those that were found.
CREATE PROCEDURE _quote_prices(
    IN p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_price_list_id INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_cash_rounding TINYINT,
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    OUT p_lines JSON,
    OUT p_priced JSON,
    OUT p_broken JSON,
    OUT p_taxes JSON,
    OUT p_as_given DECIMAL(19,4),
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_total DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_text;
    DECLARE v_said LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_added_tax, v_coin DECIMAL(19,4);
    DECLARE v_items JSON DEFAULT _list(p_items);

    SET p_broken = '[]', p_lines = '[]', p_priced = '[]', p_as_given = 0, p_total = 0, p_discount = 0, p_tax_total = 0, p_rounding = 0, p_taxes = NULL;
    IF COALESCE(JSON_LENGTH(v_items) NOT BETWEEN 1 AND 1000, TRUE) THEN
        SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
    ELSE
        CALL _quote_each_line(v_items, p_company_id, p_minor_units, 1, p_lines, p_broken, p_problems);
        IF JSON_LENGTH(p_lines) > 0 THEN
            IF p_price_list_id IS NOT NULL THEN
                CALL _mark_listed_lines(p_price_list_id, p_lines);
            END IF;
            BEGIN
                -- each can be priced: only together they come to too much
                DECLARE EXIT HANDLER FOR SQLSTATE '45000'
                BEGIN
                    GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                    SET p_as_given = NULL, p_total = NULL, p_discount = NULL, p_tax_total = NULL, p_rounding = NULL;
                END;
                CALL _price_sale(
                    p_lines, 0, p_company_id, p_minor_units, p_cash_rounding, p_discount_type, p_discount_value, p_priced, p_taxes, p_as_given,
                    p_total, p_discount, v_tax_rounding, p_tax_total, v_added_tax, v_coin, p_rounding);
            END;
            IF p_total IS NULL THEN
                CALL _quote_each_line(v_items, p_company_id, p_minor_units, 0, p_lines, p_broken, v_said);
                SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
            END IF;
        END IF;
    END IF;
END
