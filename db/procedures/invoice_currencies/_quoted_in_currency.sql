-- What a quoted sale says in its own currency, as the answer shows it.
-- Parameters: p_in_currency of _price_in_currency; p_paid of it, NULL where it cannot be had. Returns: p_json the member "in_currency".
CREATE PROCEDURE _quoted_in_currency(
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_rate DECIMAL(20,10),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_in_currency JSON,
    IN p_paid DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_item JSON;
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    WHILE v_row_no < JSON_LENGTH(p_in_currency, '$.items') DO
        SET v_item = JSON_EXTRACT(p_in_currency, CONCAT('$.items[', v_row_no, ']'));
        SET v_row_no = v_row_no + 1;
        SET v_items = CONCAT(v_items, ',{', _currency_item_json(
            JSON_UNQUOTE(JSON_EXTRACT(v_item, '$[0]')), JSON_UNQUOTE(JSON_EXTRACT(v_item, '$[1]')), JSON_UNQUOTE(JSON_EXTRACT(v_item, '$[2]')),
            JSON_UNQUOTE(JSON_EXTRACT(v_item, '$[3]')), JSON_UNQUOTE(JSON_EXTRACT(v_item, '$[4]')), JSON_UNQUOTE(JSON_EXTRACT(v_item, '$[5]')),
            p_minor_units), '}');
    END WHILE;
    SELECT CONCAT(
        '{', _in_currency_json(
            p_currency, p_rate, j.total_before, IF(p_discount_type = 'amount', _money(j.discount_value, p_minor_units), j.discount_value), j.discount_amount,
            j.tax_total, j.total, j.total - p_paid, p_minor_units),
        ',"items":[', SUBSTRING(v_items, 2), '],"settlements":[]}')
    INTO p_json
    FROM JSON_TABLE(p_in_currency, '$' COLUMNS (
        total_before DECIMAL(19,4) PATH '$.total_before',
        discount_value DECIMAL(19,4) PATH '$.discount_value',
        discount_amount DECIMAL(19,4) PATH '$.discount_amount',
        tax_total DECIMAL(19,4) PATH '$.tax_total',
        total DECIMAL(19,4) PATH '$.total'
    )) AS j;
END
