-- The one pricing rule: what the lines of a sale come to, and the whole document. Nothing is locked here: a sale has locked the products before.
-- A line is quantity times price, rounded; the price is the one asked for, else the product's for its price type. A line that has more to it, or may
-- not be sold, is _price_line's. The invoice's discount is of the sum of the lines; taxes, where a line has any, are _price_taxes' part.
-- Parameters: p_lines of _read_invoice_lines; p_lines_before, how many lines of the request stand before them; rules of _read_pricing_rules;
-- p_discount_value in percent or currency units.
-- Returns: p_priced a JSON array with an object a line, numbers as texts: product_id, qty (in stock's unit), need (what stock must give), price (of the
-- product's own unit), price_type, row_id, list_price (of the unit as sold), total (less the line's discount), more of _price_line and _price_taxes,
-- absent from plain lines. p_taxes of _price_taxes, NULL where no line is taxed. In currency units: p_total before the invoice's discount, with the
-- taxes that come on top and the rounding to the coin; p_discount; p_tax_total; p_added_tax, what of it comes on top; p_rounding.
-- Errors: UNKNOWN_PRODUCT, VALIDATION, INVALID_QUANTITY, AMOUNT_PRECISION, INVALID_PRICE where an amount comes to 10^12 or more.
CREATE PROCEDURE _price_sale(
    IN p_lines JSON,
    IN p_lines_before INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_prices_include_tax TINYINT,
    IN p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_smallest_coin DECIMAL(19,4),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    OUT p_priced JSON,
    OUT p_taxes JSON,
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_total DECIMAL(19,4),
    OUT p_added_tax DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_is_plain, v_is_taxed TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_qty, v_need, v_line_total DECIMAL(19,4);
    DECLARE v_as_given DECIMAL(30,4) DEFAULT 0;
    DECLARE v_price, v_list_price, v_asked_price DECIMAL(19,6);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_more, v_priced LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT
            w.line_no, w.product_id, w.qty, IF(w.keeps_stock, w.qty, 0), w.price_type, w.row_id, w.pricing, w.asked_price, w.price, w.list_price,
            LEAST(ROUND(w.qty * w.price, p_minor_units), 1000000000000),
            COALESCE(
                w.pricing IS NULL AND NOT p_prices_include_tax AND w.company_id = p_company_id AND w.active AND w.qty * w.price < 1000000000000
                AND NOT EXISTS(SELECT 1 FROM product_taxes AS x FORCE INDEX (PRIMARY) WHERE x.product_id = w.product_id), 0)
        FROM (
            SELECT
                j.line_no, j.product_id, j.qty, COALESCE(j.price_type, 'wholesale') AS price_type, j.row_id, j.pricing, p.keeps_stock, p.company_id, p.active,
                NULLIF(j.selling_price, 0) AS asked_price, COALESCE(NULLIF(j.selling_price, 0), IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS price,
                IF(j.price_type = 'retail', p.retail_price, p.selling_price) AS list_price
            FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                product_id BIGINT PATH '$.product_id',
                qty DECIMAL(19,4) PATH '$.qty',
                selling_price DECIMAL(19,6) PATH '$.selling_price',
                price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
                row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
                pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
            )) AS j
            LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
        ) AS w
        ORDER BY w.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product_id, v_qty, v_need, v_price_type, v_row_id, v_pricing, v_asked_price, v_price, v_list_price, v_line_total, v_is_plain;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF NOT v_is_plain THEN
            SET v_price = v_asked_price;
            CALL _price_line(
                p_lines_before + v_line_no, v_product_id, v_price_type, COALESCE(v_pricing, '{}'), p_company_id, p_minor_units, p_prices_include_tax,
                v_qty, v_need, v_price, v_list_price, v_line_total, v_is_taxed, v_more);
        END IF;
        SET v_as_given = v_as_given + v_line_total;
        SET v_priced = CONCAT(
            v_priced, ',{"product_id":', v_product_id, ',"qty":"', v_qty, '","need":"', v_need, '","price":"', v_price,
            '","price_type":"', v_price_type, '","row_id":', COALESCE(JSON_QUOTE(v_row_id), 'null'), ',"list_price":"', v_list_price,
            '","total":"', v_line_total, IF(v_is_plain, '"}', CONCAT('","more":', JSON_QUOTE(v_more), '}')));
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    IF v_as_given >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_as_given, NULL, NULL, NULL);
    END IF;
    SET p_priced = CONCAT('[', SUBSTRING(v_priced, 2), ']');

    SET p_discount = _invoice_discount(p_discount_type, p_discount_value, v_as_given, p_minor_units);
    SET p_added_tax = 0, p_tax_total = 0, p_rounding = 0, p_taxes = NULL, p_total = v_as_given;
    IF v_is_taxed THEN
        CALL _price_taxes(p_tax_rounding, p_minor_units, v_as_given, p_discount, p_priced, p_taxes, p_tax_total, p_added_tax);
        SET p_total = p_total + p_added_tax;
    END IF;
    IF p_smallest_coin IS NOT NULL THEN
        SET p_rounding = _coin_rounding(p_total - p_discount, p_smallest_coin);
        SET p_total = p_total + p_rounding;
    END IF;
    IF p_total >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', p_total, NULL, NULL, NULL);
    END IF;
END
