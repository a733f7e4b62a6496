-- What each line is to be, and how much of it is settled already: what came back of a line keeps its value and its taxes, and with them the part of
-- the discount that it was sold with. Only what is kept of a line takes part in the new discount, and in the taxes of that.
-- Lines are priced by the rule of a sale (_price_line). A line that stays in its unit and price type keeps its price, where the request names none,
-- and how many of the product's own its unit is, whatever that has become since; any other takes today's list.
-- Parameters: p_lines and p_item_ids of _read_amended_lines, their products locked; the invoice's company and its currency's minor units;
-- p_prices_include_tax of new lines that do not say.
-- Returns: p_plan a JSON array with an object a line, in the request's order, then the lines that are taken off, with qty 0: item_id (0: new), the
-- columns of invoice_out_items (price for selling_price, line_total for total_price), total (what is kept of it before the discount),
-- back_qty, back_value (without tax on top), back_share and back_tax of what came back, priced for _price_taxes; numbers as texts. p_total of all
-- lines, p_kept and p_settled the sums of total and back_share, in currency units; p_changes whether any line is to be another than it is.
-- Errors: UNKNOWN_PRODUCT, INVALID_QUANTITY, INVALID_PRICE, AMOUNT_PRECISION, VALIDATION, RETURN_EXCEEDS_SOLD.
CREATE PROCEDURE _plan_amendment(
    IN p_lines JSON,
    IN p_item_ids JSON,
    IN p_invoice_id INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_prices_include_tax TINYINT,
    OUT p_plan JSON,
    OUT p_total DECIMAL(19,4),
    OUT p_kept DECIMAL(19,4),
    OUT p_settled DECIMAL(19,4),
    OUT p_changes TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_keeps_terms, v_is_active, v_changes TINYINT DEFAULT 0;
    DECLARE v_line_no, v_item_id, v_found, v_line_count, v_product_company INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_plan LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_pricing, v_terms LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_taxing VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_qty, v_old_qty, v_total, v_kept, v_back_qty, v_back_value, v_back_share, v_back_tax DECIMAL(19,4);
    DECLARE v_price, v_old_price DECIMAL(19,6);
    DECLARE v_whole DECIMAL(30,4) DEFAULT 0;
    DECLARE v_price_type, v_old_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name, v_row_id, v_old_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, i.item_id, j.product_id, p.company_id, p.name, p.active, j.qty, NULLIF(j.selling_price, 0), COALESCE(j.price_type, 'wholesale'), j.row_id,
            COALESCE(j.pricing, '{}'),
            COALESCE(
                l.price_type = COALESCE(j.price_type, 'wholesale')
                AND l.unit <=> NULLIF(JSON_UNQUOTE(JSON_EXTRACT(j.pricing, '$.unit')) COLLATE utf8mb4_unicode_ci, p.unit_of_measure), 0),
            COALESCE(l.quantity, 0), COALESCE(l.unit_price, l.selling_price), l.price_type, l.row_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id BIGINT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
        )) AS j
        STRAIGHT_JOIN JSON_TABLE(p_item_ids, '$[*]' COLUMNS (line_no FOR ORDINALITY, item_id INT PATH '$')) AS i ON i.line_no = j.line_no
        LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
        LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = i.item_id
        UNION ALL
        SELECT 1000000 + l.id, l.id, l.product_id, p_company_id, '', 1, 0, NULL, l.price_type, l.row_id, '{}', 1, l.quantity, COALESCE(l.unit_price, l.selling_price), l.price_type, l.row_id
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        WHERE l.invoice_out_id = p_invoice_id AND l.quantity > 0
            AND l.id NOT IN (SELECT i.item_id FROM JSON_TABLE(p_item_ids, '$[*]' COLUMNS (item_id INT PATH '$')) AS i)
        ORDER BY line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT JSON_LENGTH(p_lines) + COUNT(*) INTO v_line_count
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    WHERE l.invoice_out_id = p_invoice_id AND l.quantity > 0
        AND l.id NOT IN (SELECT i.item_id FROM JSON_TABLE(p_item_ids, '$[*]' COLUMNS (item_id INT PATH '$')) AS i);
    SET p_kept = 0;
    SET p_settled = 0;
    SET p_changes = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO
            v_line_no, v_item_id, v_product_id, v_product_company, v_name, v_is_active, v_qty, v_price, v_price_type, v_row_id, v_pricing, v_keeps_terms,
            v_old_qty, v_old_price, v_old_type, v_old_row_id;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_found = v_found + 1;
        IF NOT v_product_company <=> p_company_id THEN
            CALL _raise('UNKNOWN_PRODUCT', v_product_id, NULL, NULL, NULL);
        END IF;
        SET v_price = COALESCE(v_price, IF(v_keeps_terms, v_old_price, NULL));
        CALL _price_amended_line(
            v_line_no, v_item_id, v_product_id, v_price_type, v_keeps_terms, v_pricing, p_minor_units, p_prices_include_tax, v_qty, v_price, v_total, v_terms,
            v_taxing, v_changes);
        -- what is sold more of, or anew, must be a product that is sold
        IF v_qty > v_old_qty AND NOT v_is_active THEN
            CALL _raise('UNKNOWN_PRODUCT.inactive', v_product_id, v_name, NULL, NULL);
        END IF;
        SET v_whole = v_whole + v_total;
        CALL _settle_returns(v_item_id, v_qty, v_price, v_changes, v_total, p_minor_units, v_back_qty, v_back_value, v_back_share, v_back_tax);
        SET v_kept = v_total - v_back_value - v_back_share;
        SET p_kept = p_kept + v_kept;
        SET p_settled = p_settled + v_back_share;
        SET p_changes = p_changes OR v_changes OR v_item_id = 0 OR v_qty <> v_old_qty OR v_price <> v_old_price OR v_price_type <> v_old_type
            OR NOT v_row_id <=> v_old_row_id COLLATE utf8mb4_bin;
        SET v_plan = CONCAT(
            v_plan, ',{"item_id":', v_item_id, ',"product_id":', v_product_id, ',"qty":"', v_qty, '","price_type":"', v_price_type, '","row_id":', _json_text(v_row_id),
            v_terms, ',"line_total":"', v_total, '","total":"', v_kept, '","back_qty":"', v_back_qty, '","back_value":"', v_back_value,
            '","back_share":"', v_back_share, '","back_tax":"', v_back_tax,
            '","priced":', JSON_QUOTE(CONCAT('{"total":"', v_kept, '"', v_taxing, '}')), '}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_found <> v_line_count THEN
        CALL _raise_interrupted();
    END IF;
    IF v_whole >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_whole, NULL, NULL, NULL);
    END IF;
    SET p_total = v_whole;
    SET p_plan = CONCAT('[', SUBSTRING(v_plan, 2), ']');
END
