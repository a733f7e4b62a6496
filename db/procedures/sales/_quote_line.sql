-- One line of a request, read and priced by itself.
-- Parameters: p_item raw JSON; p_line_no its number, for the error; p_company_id and p_minor_units of its currency.
-- Returns: p_line the element of _read_invoice_lines; p_row_id; p_text of the error that a sale would refuse it with, NULL where it would not.
CREATE PROCEDURE _quote_line(
    IN p_item LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_line_no INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    OUT p_line LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_lines, v_priced, v_taxes JSON;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_as_given, v_total, v_discount, v_tax_total, v_added_tax, v_coin, v_rounding DECIMAL(19,4);
    DECLARE v_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR SQLSTATE '45000' GET DIAGNOSTICS CONDITION 1 p_text = MESSAGE_TEXT;

    SET p_text = NULL, p_line = NULL, p_row_id = NULL;
    IF LEFT(p_item, 1) = '{' THEN
        SET v_raw = JSON_EXTRACT(p_item, '$.row_id');
        SET p_row_id = CASE
            WHEN LEFT(v_raw, 1) = '"' THEN NULLIF(LEFT(JSON_UNQUOTE(v_raw), 255) COLLATE utf8mb4_bin, '')
            WHEN v_raw COLLATE utf8mb4_bin REGEXP '^[0-9.eE+-]+\\z' THEN LEFT(v_raw, 255)
        END;
    END IF;
    CALL _read_invoice_lines(CONCAT('[', p_item, ']'), p_line_no - 1, v_lines);
    CALL _price_sale(
        v_lines, p_line_no - 1, p_company_id, p_minor_units, 1, 'percent', 0, v_priced, v_taxes, v_as_given, v_total, v_discount, v_tax_rounding,
        v_tax_total, v_added_tax, v_coin, v_rounding);
    SET p_line = JSON_EXTRACT(v_lines, '$[0]');
END
