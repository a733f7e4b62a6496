-- The one pricing rule: what the lines of a sale come to, and the whole document. Nothing is locked here: a sale has locked the products before.
-- A line is quantity times price, rounded, less its discount; the price is the one asked for, else the list's: the unit's own, or so many times the
-- product's. The invoice's discount is shared over the lines by cumulative rounding. Taxes, where a line has any, are _price_taxes' part.
-- Parameters: p_lines of _read_invoice_lines; p_lines_before, how many lines of the request stand before them; rules of _read_pricing_rules;
-- p_discount_value in percent or currency units.
-- Returns: p_priced a JSON array with an object a line, numbers as texts: product_id, qty (in stock's unit), need (what stock must give), price (of the
-- product's own unit), price_type, row_id, list_price (of the unit as sold), total (less the line's discount), share (of the invoice's discount); where
-- they are not 0 or NULL also unit, unit_factor, unit_qty, unit_price, discount_percent, line_discount, tax_rate, price_includes_tax and what
-- _price_taxes adds. p_taxes of _price_taxes, NULL where no line is taxed. In currency units: p_total before the invoice's discount, with the
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
    DECLARE v_done, v_is_rich, v_is_taxed, v_includes_tax TINYINT DEFAULT 0;
    DECLARE v_any_taxed TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_stock_qty, v_need, v_qty, v_percent, v_line_discount, v_line_total, v_rate DECIMAL(19,4);
    DECLARE v_share, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_price, v_list_price, v_sold_price, v_factor DECIMAL(19,6);
    DECLARE v_running, v_as_given DECIMAL(30,4) DEFAULT 0;
    DECLARE v_price_type, v_fault VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_priced LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- What comes to more than 10^12 is cut to that, which is a fault of its line.
    DECLARE c_lines CURSOR FOR
        SELECT
            d.line_no, d.product_id, d.row_id, d.price_type, d.stock_qty, IF(d.keeps_stock, d.stock_qty, 0), d.list_price, d.price,
            d.gross - d.line_discount, d.is_rich, d.fault, d.qty, d.unit, d.factor, d.discount_percent, d.line_discount, d.tax_rate, d.includes_tax,
            d.is_taxed, SUM(d.gross - d.line_discount) OVER (), SUM(d.gross - d.line_discount) OVER (ORDER BY d.line_no ROWS UNBOUNDED PRECEDING)
        FROM (
            SELECT
                g.line_no, g.product_id, g.row_id, g.price_type, g.keeps_stock, g.stock_qty, g.list_price, g.price, g.gross, g.qty, g.unit, g.factor,
                g.discount_percent, g.tax_rate, g.includes_tax, g.is_taxed,
                CASE
                    WHEN g.discount_percent IS NOT NULL THEN ROUND(g.gross * g.discount_percent * 0.01, p_minor_units)
                    ELSE LEAST(g.gross, COALESCE(g.discount_amount, 0))
                END AS line_discount,
                COALESCE(g.unit, g.discount_percent, g.discount_amount, g.tax_rate) IS NOT NULL OR g.is_taxed OR g.includes_tax AS is_rich,
                CASE
                    WHEN NOT g.is_sold THEN 'product'
                    WHEN g.unit IS NOT NULL AND g.factor IS NULL THEN 'unit'
                    WHEN g.stock_qty <> ROUND(g.stock_qty, 4) OR g.stock_qty >= 1000000000000 THEN 'quantity'
                    WHEN g.discount_amount <> ROUND(g.discount_amount, p_minor_units) THEN 'discount'
                    WHEN g.gross >= 1000000000000 OR g.list_price >= 1000000000000 THEN 'price'
                END AS fault
            FROM (
                SELECT
                    q.line_no, q.product_id, q.row_id, q.price_type, q.keeps_stock, q.qty, q.unit, q.factor, q.stock_qty, q.list_price,
                    COALESCE(q.asked_price, q.list_price) AS price,
                    LEAST(ROUND(q.qty * COALESCE(q.asked_price, q.list_price), p_minor_units), 1000000000000) AS gross,
                    q.discount_percent, q.discount_amount, q.tax_rate, q.includes_tax, q.is_taxed, q.is_sold
                FROM (
                    SELECT
                        j.line_no, j.product_id, j.row_id, COALESCE(j.price_type, 'wholesale') AS price_type, p.keeps_stock, j.qty,
                        IF(j.unit = p.unit_of_measure, NULL, COALESCE(u.unit, j.unit)) AS unit, u.factor,
                        IF(u.factor IS NULL, j.qty, LEAST(j.qty * u.factor, 1000000000000)) AS stock_qty,
                        NULLIF(j.selling_price, 0) AS asked_price,
                        COALESCE(
                            IF(j.price_type = 'retail', u.retail_price, u.selling_price),
                            LEAST(ROUND(u.factor * IF(j.price_type = 'retail', p.retail_price, p.selling_price), 6), 1000000000000),
                            IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS list_price,
                        j.discount_percent, j.discount_amount, j.tax_rate, COALESCE(j.price_includes_tax, p_prices_include_tax) AS includes_tax,
                        COALESCE(j.tax_rate > 0, EXISTS(SELECT 1 FROM product_taxes AS x FORCE INDEX (PRIMARY) WHERE x.product_id = p.id)) AS is_taxed,
                        COALESCE(p.company_id = p_company_id AND p.active, 0) AS is_sold
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
                    LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
                    LEFT JOIN product_units AS u FORCE INDEX (PRIMARY) ON u.product_id = p.id AND u.unit = j.unit AND j.unit <> p.unit_of_measure
                ) AS q
            ) AS g
        ) AS d
        ORDER BY d.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_taxes = NULL, p_tax_total = 0, p_added_tax = 0, p_rounding = 0, p_discount = NULL;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO
            v_line_no, v_product_id, v_row_id, v_price_type, v_stock_qty, v_need, v_list_price, v_sold_price, v_line_total, v_is_rich, v_fault,
            v_qty, v_unit, v_factor, v_percent, v_line_discount, v_rate, v_includes_tax, v_is_taxed, v_as_given, v_running;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF v_fault IS NOT NULL THEN
            CALL _raise_line_fault(
                v_fault, p_lines_before + v_line_no, JSON_EXTRACT(p_lines, CONCAT('$[', v_line_no - 1, ']')), p_company_id, p_minor_units, v_qty, v_factor, v_sold_price, v_list_price);
        END IF;
        IF p_discount IS NULL THEN
            SET p_discount = IF(v_as_given < 1000000000000, _invoice_discount(p_discount_type, p_discount_value, v_as_given, p_minor_units), 0);
        END IF;
        -- the discount's share up to this line less what the lines before it took: the shares add up to the discount
        IF p_discount > 0 THEN
            SET v_share = _ratio(p_discount, v_running, v_as_given, p_minor_units) - v_shared;
            SET v_shared = v_shared + v_share;
        END IF;
        -- the product's own price of a line that was sold in another unit is for display: the unit's is what counts
        SET v_price = IF(v_factor IS NULL, v_sold_price, ROUND(CAST(v_sold_price AS DECIMAL(30,10)) / v_factor, 6));
        SET v_priced = CONCAT(
            v_priced, '},{"product_id":', v_product_id, ',"qty":"', v_stock_qty, '","need":"', v_need, '","price":"', v_price,
            '","price_type":"', v_price_type, '","row_id":', COALESCE(JSON_QUOTE(v_row_id), 'null'), ',"list_price":"', v_list_price,
            '","total":"', v_line_total, '","share":"', v_share, '"');
        IF v_is_rich THEN
            SET v_any_taxed = v_any_taxed OR v_is_taxed;
            SET v_priced = CONCAT(
                v_priced,
                IF(v_unit IS NULL, '', CONCAT(
                    ',"unit":', JSON_QUOTE(v_unit), ',"unit_factor":"', v_factor, '","unit_qty":"', v_qty, '","unit_price":"', v_sold_price, '"')),
                IF(v_percent IS NULL, '', CONCAT(',"discount_percent":"', v_percent, '"')), ',"line_discount":"', v_line_discount, '"',
                IF(v_rate IS NULL, '', CONCAT(',"tax_rate":"', v_rate, '"')), ',"price_includes_tax":', v_includes_tax);
        END IF;
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    IF v_as_given >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_as_given, NULL, NULL, NULL);
    END IF;
    SET p_priced = CONCAT('[', SUBSTRING(v_priced, 3), '}]');

    IF v_any_taxed THEN
        CALL _price_taxes(p_tax_rounding, p_minor_units, p_priced, p_taxes, p_tax_total, p_added_tax);
    END IF;
    SET p_total = v_as_given + p_added_tax;
    IF p_smallest_coin IS NOT NULL THEN
        SET p_rounding = _coin_rounding(p_total - p_discount, p_smallest_coin);
        SET p_total = p_total + p_rounding;
    END IF;
    IF p_total >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', p_total, NULL, NULL, NULL);
    END IF;
END
