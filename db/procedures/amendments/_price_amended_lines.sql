-- Price the lines that an invoice is to have by the rule of a sale (_price_sale). A line that stays in its unit and price type keeps its price,
-- where the request names none, and how many of the product's own units its unit is, whatever that has become since; any other takes today's list.
-- Parameters: p_lines and p_item_ids of _read_amended_lines, their products locked; the invoice's company and its currency's minor units.
-- Returns: p_priced of _price_sale, in which a line that keeps its terms is sold by its own unit as if that was the product's; p_terms a JSON array
-- of the same order: [item, 1 where it keeps its terms, 1 where it costs nothing, "tax_rate" and "discount_amount" that the request asks for].
-- Errors: UNKNOWN_PRODUCT, VALIDATION, INVALID_QUANTITY, AMOUNT_PRECISION, INVALID_PRICE.
CREATE PROCEDURE _price_amended_lines(
    IN p_lines JSON,
    IN p_item_ids JSON,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    OUT p_priced JSON,
    OUT p_terms JSON
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_keeps_terms, v_includes_tax TINYINT DEFAULT 0;
    DECLARE v_line_no, v_item_id, v_product_company INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_qty, v_percent, v_amount, v_rate DECIMAL(19,4);
    DECLARE v_price DECIMAL(19,6);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_terms LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- what _price_sale makes of the whole is not asked for
    DECLARE v_taxes JSON;
    DECLARE v_total, v_discount, v_tax_total, v_added_tax, v_rounding DECIMAL(19,4);
    DECLARE v_prices_include_tax TINYINT;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_smallest_coin DECIMAL(19,4);
    DECLARE c_lines CURSOR FOR
        SELECT
            k.line_no, k.item_id, k.product_id, k.company_id, k.qty, IF(k.keeps_terms, COALESCE(k.asked_price, k.old_price), k.asked_price), k.price_type,
            k.row_id, k.unit, k.discount_percent, k.discount_amount, k.tax_rate, k.price_includes_tax, k.keeps_terms
        FROM (
            SELECT
                j.line_no, i.item_id, j.product_id, p.company_id, j.qty, NULLIF(j.selling_price, 0) AS asked_price,
                COALESCE(j.price_type, 'wholesale') AS price_type, j.row_id, j.unit,
                j.discount_percent, j.discount_amount, j.tax_rate, COALESCE(j.price_includes_tax, l.price_includes_tax) AS price_includes_tax,
                COALESCE(l.unit_price, l.selling_price) AS old_price,
                COALESCE(l.price_type = COALESCE(j.price_type, 'wholesale') AND l.unit <=> NULLIF(j.unit, p.unit_of_measure), 0) AS keeps_terms
            FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                product_id BIGINT PATH '$.product_id',
                qty DECIMAL(19,4) PATH '$.qty',
                selling_price DECIMAL(19,6) PATH '$.selling_price',
                price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
                row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
                unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.unit',
                discount_percent DECIMAL(7,4) PATH '$.discount_percent',
                discount_amount DECIMAL(19,4) PATH '$.discount_amount',
                tax_rate DECIMAL(7,4) PATH '$.tax_rate',
                price_includes_tax TINYINT PATH '$.price_includes_tax'
            )) AS j
            STRAIGHT_JOIN JSON_TABLE(p_item_ids, '$[*]' COLUMNS (line_no FOR ORDINALITY, item_id INT PATH '$')) AS i ON i.line_no = j.line_no
            LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
            LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = i.item_id
        ) AS k
        ORDER BY k.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO
            v_line_no, v_item_id, v_product_id, v_product_company, v_qty, v_price, v_price_type, v_row_id, v_unit, v_percent, v_amount, v_rate,
            v_includes_tax, v_keeps_terms;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF NOT v_product_company <=> p_company_id THEN
            CALL _raise('UNKNOWN_PRODUCT', v_product_id, NULL, NULL, NULL);
        END IF;
        -- taxes come when it is known what is kept of a line
        SET v_lines = CONCAT(
            v_lines, ',{"product_id":', v_product_id, ',"qty":"', v_qty, '","selling_price":', COALESCE(CONCAT('"', v_price, '"'), 'null'),
            ',"price_type":"', v_price_type, '","row_id":', _json_text(v_row_id), IF(v_keeps_terms OR v_unit IS NULL, '', CONCAT(',"unit":', JSON_QUOTE(v_unit))),
            IF(v_percent IS NULL, '', CONCAT(',"discount_percent":"', v_percent, '"')), IF(v_amount IS NULL, '', CONCAT(',"discount_amount":"', v_amount, '"')),
            ',"tax_rate":"0"', IF(v_includes_tax IS NULL, '', CONCAT(',"price_includes_tax":', v_includes_tax)), '}');
        SET v_terms = CONCAT(
            v_terms, ',[', v_item_id, ',', v_keeps_terms, ',', COALESCE(v_keeps_terms AND v_price = 0, 0), ',', COALESCE(CONCAT('"', v_rate, '"'), 'null'),
            ',', COALESCE(CONCAT('"', v_amount, '"'), 'null'), ']');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_terms = CONCAT('[', SUBSTRING(v_terms, 2), ']');

    CALL _read_pricing_rules(p_company_id, 0, v_prices_include_tax, v_tax_rounding, v_smallest_coin);
    -- whether a product may still be sold is asked where more of it is sold: no company
    CALL _price_sale(
        CONCAT('[', SUBSTRING(v_lines, 2), ']'), 0, NULL, p_minor_units, v_prices_include_tax, v_tax_rounding, NULL, 'percent', 0,
        p_priced, v_taxes, v_total, v_discount, v_tax_total, v_added_tax, v_rounding);
END
