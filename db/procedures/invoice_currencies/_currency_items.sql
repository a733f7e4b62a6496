-- The figures of the lines of a sale in another currency, each with its share of the invoice's discount.
-- Parameters: p_priced, p_as_given and p_discount of _price_sale in that currency, prices told; p_minor_units of it.
-- Returns: p_items as in p_in_currency of _price_in_currency.
CREATE PROCEDURE _currency_items(
    IN p_priced JSON,
    IN p_as_given DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_price DECIMAL(19,6);
    DECLARE v_line_discount, v_total, v_tax, v_added_tax, v_share DECIMAL(19,4);
    DECLARE v_running DECIMAL(19,4) DEFAULT 0;
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no,
            COALESCE(
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.unit_price')) AS DECIMAL(19,6)),
                CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.price')) AS DECIMAL(19,6)), j.selling_price),
            COALESCE(CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.line_discount')) AS DECIMAL(19,4)), 0),
            COALESCE(CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.total')) AS DECIMAL(19,4)), ROUND(j.qty * j.selling_price, p_minor_units)),
            COALESCE(CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.tax_amount')) AS DECIMAL(19,4)), 0),
            COALESCE(CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.added_tax')) AS DECIMAL(19,4)), 0)
        FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_items = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_price, v_line_discount, v_total, v_tax, v_added_tax;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_running = v_running + v_total;
        SET v_share = IF(
            p_discount = 0, 0,
            _ratio(p_discount, v_running, p_as_given, p_minor_units) - _ratio(p_discount, v_running - v_total, p_as_given, p_minor_units));
        SET p_items = CONCAT(
            p_items, ',["', v_price, '","', v_line_discount, '","', v_total, '","', v_share, '","', v_tax, '","', v_added_tax, '"]');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_priced) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
