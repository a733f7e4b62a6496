-- Which offers a sale is given, and what they take off: each product the best of those about it, then the invoice the best of those about it.
-- Parameters: p_lines and p_offers of _find_offers, p_given_count how many of the lines the request has; p_priced of _price_lines for all of them; p_discount_type and p_discount_value, the invoice's own, percent or currency units.
-- Returns: p_lines as they are to be sold: with discounts, and behind them the free ones that are given. p_applied a JSON array with an object
-- for each thing given: offer_id, name, gives and line_no (of p_lines) or, off the invoice, amount. In currency units: p_as_given what the
-- lines come to, p_own_discount of the invoice, p_offer_discount what an offer takes off beside it.
CREATE PROCEDURE _choose_offers(
    IN p_offers JSON,
    IN p_given_count INT,
    IN p_priced JSON,
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    IN p_minor_units TINYINT,
    INOUT p_lines JSON,
    OUT p_applied JSON,
    OUT p_as_given DECIMAL(19,4),
    OUT p_own_discount DECIMAL(19,4),
    OUT p_offer_discount DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_open, v_free_offers JSON;
    DECLARE v_choices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_qty DECIMAL(30,4);
    DECLARE v_taken DECIMAL(19,4);
    DECLARE v_free_no INT DEFAULT 0;
    DECLARE v_offer_no INT;

    CALL _open_lines(p_priced, p_given_count, v_open, v_qty, p_as_given);
    CALL _choose_product_offers(p_offers, v_open, p_priced, p_minor_units, v_choices, v_free_offers, v_taken);
    SET p_as_given = p_as_given - v_taken;
    WHILE v_free_no < JSON_LENGTH(v_free_offers) DO
        CALL _give_free_item(
            p_offers, JSON_EXTRACT(v_free_offers, CONCAT('$[', v_free_no, ']')), v_open, p_priced, p_minor_units, v_choices, v_taken);
        SET p_as_given = p_as_given - v_taken;
        SET v_free_no = v_free_no + 1;
    END WHILE;

    SET p_own_discount = _invoice_discount(p_discount_type, p_discount_value, p_as_given, p_minor_units);
    CALL _choose_invoice_offer(
        p_offers, v_open, p_priced, v_choices, v_qty, p_as_given, p_as_given - p_own_discount, p_minor_units, v_offer_no, p_offer_discount);
    IF v_offer_no IS NOT NULL AND p_offer_discount = 0 THEN
        CALL _give_free_item(p_offers, v_offer_no, v_open, p_priced, p_minor_units, v_choices, v_taken);
        SET p_as_given = p_as_given - v_taken;
        SET p_own_discount = _invoice_discount(p_discount_type, p_discount_value, p_as_given, p_minor_units);
    END IF;
    CALL _lines_with_offers(v_choices, p_offers, p_given_count, p_lines, p_applied);
    IF p_offer_discount > 0 THEN
        SET p_applied = JSON_MERGE_PRESERVE(
            p_applied, CONCAT('[{', _offer_members_json(p_offers, v_offer_no), ',"amount":"', p_offer_discount, '"}]'));
    END IF;
END
