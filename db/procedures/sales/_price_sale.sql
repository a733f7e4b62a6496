-- The one pricing rule of a document: what its lines come to, its discount, taxes and rounding. Nothing is locked here: a sale has locked the products
-- before. A plain line is quantity times price, rounded; the price is the one asked for, else the product's for its price type. Where a line has more to
-- it, or may not be sold, all of them are _price_lines' part; taxes are _price_taxes'.
-- Parameters: p_lines of _read_invoice_lines; p_lines_before, how many lines of the request stand before them; p_cash_rounding 0
-- where the document is not to be rounded to the smallest coin; p_discount_value in percent or currency units.
-- Returns: p_priced: p_lines themselves where all are plain, else those of _price_lines; p_taxes of _price_taxes, NULL where no line is taxed. In currency units:
-- p_as_given that the lines come to; p_total before the invoice's discount, with the taxes that come on top and the rounding to the coin; p_discount;
-- p_tax_total; p_added_tax, what of it comes on top; p_rounding. Of the company, for the document to keep: p_tax_rounding document|line and
-- p_smallest_coin, NULL where nothing is rounded to it.
-- Errors: UNKNOWN_PRODUCT, VALIDATION, INVALID_QUANTITY, AMOUNT_PRECISION, INVALID_PRICE where an amount comes to 10^12 or more.
CREATE PROCEDURE _price_sale(
    IN p_lines JSON,
    IN p_lines_before INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_cash_rounding TINYINT,
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    OUT p_priced JSON,
    OUT p_taxes JSON,
    OUT p_as_given DECIMAL(19,4),
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_tax_total DECIMAL(19,4),
    OUT p_added_tax DECIMAL(19,4),
    OUT p_smallest_coin DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_plain_count INT;
    DECLARE v_is_taxed, v_prices_include_tax TINYINT;
    DECLARE v_as_given DECIMAL(30,4);

    -- the company's settings with the lines; a line whose product has taxes, which may stand here once for each of them, is not plain
    SELECT
        MAX(w.prices_include_tax), MAX(w.tax_rounding), IF(p_cash_rounding, MAX(w.smallest_coin), NULL),
        SUM(w.pricing IS NULL AND w.company_id = p_company_id AND w.active AND w.tax_id IS NULL AND w.qty * w.price < 1000000000000),
        SUM(LEAST(ROUND(w.qty * w.price, p_minor_units), 1000000000000))
    INTO v_prices_include_tax, p_tax_rounding, p_smallest_coin, v_plain_count, v_as_given
    FROM (
        SELECT
            c.prices_include_tax, c.tax_rounding, c.smallest_coin, j.qty, j.pricing, p.company_id, p.active, x.tax_id,
            COALESCE(NULLIF(j.selling_price, 0), IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS price
        FROM companies AS c
        STRAIGHT_JOIN JSON_TABLE(p_lines, '$[*]' COLUMNS (
            product_id BIGINT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
        )) AS j
        LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
        LEFT JOIN product_taxes AS x FORCE INDEX (PRIMARY) ON x.product_id = p.id
        WHERE c.id = p_company_id
    ) AS w;
    SET p_priced = p_lines, v_is_taxed = 0;
    IF v_prices_include_tax OR NOT COALESCE(v_plain_count = JSON_LENGTH(p_lines), 0) THEN
        CALL _price_lines(p_lines, p_lines_before, p_company_id, p_minor_units, v_prices_include_tax, p_priced, v_as_given, v_is_taxed);
    END IF;
    IF v_as_given >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_as_given, NULL, NULL, NULL);
    END IF;

    SET p_discount = _invoice_discount(p_discount_type, p_discount_value, v_as_given, p_minor_units);
    SET p_as_given = v_as_given, p_total = v_as_given, p_added_tax = 0, p_tax_total = 0, p_rounding = 0, p_taxes = NULL;
    IF v_is_taxed THEN
        CALL _price_taxes(p_tax_rounding, p_minor_units, p_as_given, p_discount, p_priced, p_taxes, p_tax_total, p_added_tax);
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
