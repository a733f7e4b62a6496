-- What each line is to be, and how much of it is settled already: what came back of a line keeps its value and its taxes, and with them the part of
-- the discount that it was sold with. Only what is kept of a line takes part in the new discount, and in the taxes of that.
-- Parameters: p_priced and p_terms of _price_amended_lines; p_minor_units of the invoice's currency.
-- Returns: p_plan a JSON array with an object a line, in the request's order, then the lines that are taken off, with qty 0: item_id (0: new), the
-- columns of invoice_out_items (price for selling_price, line_total for total_price), total (what is kept of it before the discount),
-- back_qty, back_value (without tax on top), back_share and back_tax of what came back, tax_rate where the request names one, else taxes_of, the
-- line whose taxes it keeps; numbers as texts. p_total of all lines, p_kept and p_settled the sums of total and back_share, in
-- currency units; p_changes whether any line is to be another than it is.
-- Errors: UNKNOWN_PRODUCT, INVALID_QUANTITY, VALIDATION, RETURN_EXCEEDS_SOLD.
CREATE PROCEDURE _plan_amendment(
    IN p_priced JSON,
    IN p_terms JSON,
    IN p_invoice_id INT,
    IN p_minor_units TINYINT,
    OUT p_plan JSON,
    OUT p_total DECIMAL(19,4),
    OUT p_kept DECIMAL(19,4),
    OUT p_settled DECIMAL(19,4),
    OUT p_changes TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_includes_tax, v_may_be_sold, v_other_terms, v_changes TINYINT DEFAULT 0;
    DECLARE v_line_no, v_item_id, v_product_id, v_found, v_line_count INT DEFAULT 0;
    DECLARE v_plan LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_qty, v_unit_qty, v_line_discount, v_percent, v_rate, v_total, v_kept, v_back_qty, v_back_value, v_back_share, v_back_tax DECIMAL(19,4);
    DECLARE v_price, v_unit_price, v_list_price, v_factor DECIMAL(19,6);
    DECLARE v_stock_qty DECIMAL(38,10);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name, v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT
            n.line_no, n.item_id, n.product_id, n.price_type, n.row_id, n.unit, n.factor, n.unit_qty, n.unit_price, n.stock_qty, n.price, n.list_price,
            n.discount_percent, n.line_discount, n.total, n.includes_tax, n.tax_rate, p.name, p.active OR n.stock_qty <= COALESCE(l.quantity, 0),
            -- another unit, discount or tax than the line has
            COALESCE(NOT (
                l.unit <=> n.unit AND l.discount_percent <=> n.discount_percent
                AND IF(l.discount_percent IS NULL, NULLIF(l.line_discount, 0), NULL) <=> n.discount_amount AND l.price_includes_tax = n.includes_tax
                AND (n.tax_rate IS NULL OR (
                    SELECT COALESCE(SUM(IF(x.tax_id IS NULL AND x.rate = n.tax_rate, 1, 2)), 0)
                    FROM invoice_item_taxes AS x FORCE INDEX (PRIMARY) WHERE x.sale_item_id = l.id) = IF(n.tax_rate > 0, 1, 0))), 0),
            l.id IS NULL OR l.quantity <> n.stock_qty OR l.selling_price <> n.price OR l.price_type <> n.price_type OR NOT l.row_id <=> n.row_id
        FROM (
            SELECT
                j.line_no, t.item_id, j.product_id, j.price_type, j.row_id, IF(t.keeps_terms, o.unit, j.unit) AS unit,
                IF(t.keeps_terms, o.unit_factor, j.unit_factor) AS factor,
                IF(t.keeps_terms AND o.unit IS NOT NULL, j.qty, j.unit_qty) AS unit_qty,
                IF(t.keeps_terms AND o.unit IS NOT NULL, IF(t.is_free, 0, j.price), j.unit_price) AS unit_price,
                IF(t.keeps_terms AND o.unit IS NOT NULL, j.qty * o.unit_factor, j.qty) AS stock_qty,
                IF(
                    t.is_free, 0,
                    IF(t.keeps_terms AND o.unit IS NOT NULL, ROUND(CAST(j.price AS DECIMAL(30,10)) / o.unit_factor, 6), j.price)) AS price,
                IF(t.keeps_terms, o.list_price, j.list_price) AS list_price, j.discount_percent, t.discount_amount,
                IF(t.is_free, 0, COALESCE(j.line_discount, 0)) AS line_discount, IF(t.is_free, 0, j.total) AS total,
                COALESCE(j.price_includes_tax, 0) AS includes_tax, t.tax_rate
            FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                product_id INT PATH '$.product_id',
                qty DECIMAL(19,4) PATH '$.qty',
                price DECIMAL(19,6) PATH '$.price',
                price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
                row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.row_id',
                list_price DECIMAL(19,6) PATH '$.list_price',
                total DECIMAL(19,4) PATH '$.total',
                unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.unit',
                unit_factor DECIMAL(19,6) PATH '$.unit_factor',
                unit_qty DECIMAL(19,4) PATH '$.unit_qty',
                unit_price DECIMAL(19,6) PATH '$.unit_price',
                discount_percent DECIMAL(7,4) PATH '$.discount_percent',
                line_discount DECIMAL(19,4) PATH '$.line_discount',
                price_includes_tax TINYINT PATH '$.price_includes_tax'
            )) AS j
            STRAIGHT_JOIN JSON_TABLE(p_terms, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                item_id INT PATH '$[0]',
                keeps_terms TINYINT PATH '$[1]',
                is_free TINYINT PATH '$[2]',
                tax_rate DECIMAL(7,4) PATH '$[3]',
                discount_amount DECIMAL(19,4) PATH '$[4]'
            )) AS t ON t.line_no = j.line_no
            LEFT JOIN invoice_out_items AS o FORCE INDEX (PRIMARY) ON o.id = t.item_id
            LIMIT 1001
        ) AS n
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = n.product_id
        LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = n.item_id
        UNION ALL
        SELECT
            1000000 + l.id, l.id, l.product_id, l.price_type, l.row_id, l.unit, l.unit_factor, IF(l.unit IS NULL, NULL, 0), l.unit_price, 0, l.selling_price,
            l.list_price, l.discount_percent, 0, 0, l.price_includes_tax, 0, NULL, 1, 0, 1
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        WHERE l.invoice_out_id = p_invoice_id AND l.quantity > 0
            AND l.id NOT IN (SELECT t.item_id FROM JSON_TABLE(p_terms, '$[*]' COLUMNS (item_id INT PATH '$[0]')) AS t)
        ORDER BY line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT JSON_LENGTH(p_priced) + COUNT(*) INTO v_line_count
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    WHERE l.invoice_out_id = p_invoice_id AND l.quantity > 0
        AND l.id NOT IN (SELECT t.item_id FROM JSON_TABLE(p_terms, '$[*]' COLUMNS (item_id INT PATH '$[0]')) AS t);
    SET p_total = 0;
    SET p_kept = 0;
    SET p_settled = 0;
    SET p_changes = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO
            v_line_no, v_item_id, v_product_id, v_price_type, v_row_id, v_unit, v_factor, v_unit_qty, v_unit_price, v_stock_qty, v_price, v_list_price,
            v_percent, v_line_discount, v_total, v_includes_tax, v_rate, v_name, v_may_be_sold, v_other_terms, v_changes;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_found = v_found + 1;
        SET v_qty = _rounded(v_stock_qty, 4);
        IF v_qty IS NULL OR v_qty <> v_stock_qty THEN
            CALL _raise('INVALID_QUANTITY.of_unit', v_line_no, v_unit_qty, v_factor, NULL);
        END IF;
        IF NOT v_may_be_sold THEN
            CALL _raise('UNKNOWN_PRODUCT.inactive', v_product_id, v_name, NULL, NULL);
        END IF;
        CALL _settle_returns(
            v_item_id, v_qty, COALESCE(v_unit_price, v_price), v_other_terms, v_total, p_minor_units, v_back_qty, v_back_value, v_back_share, v_back_tax);
        SET v_kept = v_total - v_back_value - v_back_share;
        SET p_total = p_total + v_total;
        SET p_kept = p_kept + v_kept;
        SET p_settled = p_settled + v_back_share;
        SET p_changes = p_changes OR v_changes OR v_other_terms;
        SET v_plan = CONCAT(
            v_plan, ',{"item_id":', v_item_id, ',"product_id":', v_product_id, ',"qty":"', v_qty, '","price":"', v_price, '","price_type":"', v_price_type,
            '","row_id":', _json_text(v_row_id), ',"list_price":', COALESCE(CONCAT('"', v_list_price, '"'), 'null'), ',"line_discount":"', v_line_discount,
            '","price_includes_tax":', v_includes_tax, ',"line_total":"', v_total, '","total":"', v_kept, '","back_qty":"', v_back_qty,
            '","back_value":"', v_back_value, '","back_share":"', v_back_share, '","back_tax":"', v_back_tax, '"',
            IF(v_unit IS NULL, '', CONCAT(
                ',"unit":', JSON_QUOTE(v_unit), ',"unit_factor":"', v_factor, '","unit_qty":"', v_unit_qty, '","unit_price":"', v_unit_price, '"')),
            IF(v_percent IS NULL, '', CONCAT(',"discount_percent":"', v_percent, '"')),
            CASE WHEN v_rate IS NOT NULL THEN CONCAT(',"tax_rate":"', v_rate, '"') WHEN v_item_id > 0 THEN CONCAT(',"taxes_of":', v_item_id) ELSE '' END, '}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_found <> v_line_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_plan = CONCAT('[', SUBSTRING(v_plan, 2), ']');
END
