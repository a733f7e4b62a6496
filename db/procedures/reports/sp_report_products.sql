-- Which products were sold by day: lines of live invoices (neither canceled nor reverted) as they stand now, on the invoice's day, less what came
-- back of them, on the day of the return. Invoices of before the books were opened count, too.
--
-- Parameters: p_filter JSON object: optional product_id, from and to (business dates, both included, at most 1,000 of them; to: today, from: the same day), company_id (1),
--   branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_PRODUCT. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{day, product_id, product_code, product_name, unit, sold and returned (in the
--   product's own unit), revenue (after all discounts, without taxes, less what came back), cost, profit}], by day and product; next_after (null on the
--   last page).
-- Example: CALL sp_report_products('{"from": "2025-12-01", "to": "2025-12-31"}');
CREATE PROCEDURE sp_report_products(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_product_id BIGINT;
    DECLARE v_from, v_to, v_today DATE;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- a row's place is its day, counted from the first one, and its product: a number of at most 12 digits, as requests may hold. HAVING:
    -- MySQL 9.7 ended itself when it planned a condition with a local on a derived table, which it moves inside, for the second time
    DECLARE c_rows CURSOR FOR
        SELECT DATEDIFF(u.day, v_from) * 1000000000 + p.id AS place, CONCAT(
            '{"day":"', u.day, '","product_id":', p.id, ',"product_code":', JSON_QUOTE(p.product_code), ',"product_name":', JSON_QUOTE(p.name),
            ',"unit":', JSON_QUOTE(p.unit_of_measure), ',"sold":', SUM(u.sold), ',"returned":', SUM(u.returned),
            ',"revenue":', _money(SUM(u.revenue), v_minor_units), ',"cost":', _money(SUM(u.cost), v_minor_units),
            ',"profit":', _money(SUM(u.revenue - u.cost), v_minor_units), '}')
        FROM (
            SELECT
                i.invoice_date AS day, l.product_id, l.quantity AS sold, 0 AS returned,
                l.total_price - COALESCE(l.discount_share, 0) + l.added_tax - l.tax_amount AS revenue, COALESCE(l.total_cost, 0) AS cost
            FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
            STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = i.id
            WHERE i.invoice_date BETWEEN v_from AND v_to AND i.delivered NOT IN ('canceled', 'reverted') AND i.company_id = v_company_id
                AND (v_branch_id IS NULL OR i.branch_id = v_branch_id) AND (v_product_id IS NULL OR l.product_id = v_product_id)
                AND (l.quantity > 0 OR l.adopted = 1)
            UNION ALL
            SELECT r.business_date, l.product_id, 0, x.qty, x.tax_amount - x.value, -x.cost
            FROM invoice_returns AS r FORCE INDEX (invoice_returns_by_day)
            STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = r.invoice_id
            STRAIGHT_JOIN invoice_return_items AS x FORCE INDEX (invoice_return_items_once) ON x.return_id = r.id
            STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = x.sale_item_id
            WHERE r.business_date BETWEEN v_from AND v_to AND i.delivered NOT IN ('canceled', 'reverted') AND r.company_id = v_company_id
                AND (v_branch_id IS NULL OR r.branch_id = v_branch_id) AND (v_product_id IS NULL OR l.product_id = v_product_id)
        ) AS u
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = u.product_id
        GROUP BY u.day, p.id, p.product_code, p.name, p.unit_of_measure
        HAVING place > COALESCE(v_after, -1)
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_product_id = _read_id('product_id', JSON_EXTRACT(p_filter, '$.product_id'));
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_product_of(v_product_id, v_company_id);
    CALL _read_period(p_filter, 'day', v_today, v_from, v_to, v_head);
    IF DATEDIFF(v_to, v_from) > 999 THEN
        CALL _raise('VALIDATION', 'from', v_from, NULL, NULL);
    END IF;
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_place, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_place = v_place;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(v_head, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_place), '}') AS response;
END
