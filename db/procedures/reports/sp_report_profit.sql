-- What live invoices (neither canceled nor reverted) of a period earned, by product, customer or invoice: as they stand now, amended or not, less what
-- came back of them, whenever it did. So the sums are the same whichever way they are split. Without taxes and rounding to the smallest coin.
--
-- Parameters: p_filter JSON object: optional by product|customer|invoice (product), from and to (days of the invoices, both included; to: today, from: the
--   same day), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{id, name (an invoice's: its number, null where it has none), quantity (in the
--   products' own units), revenue, cost, profit, margin (percent of the revenue, null without any)}], by id; next_after (null on the last page).
-- Example: CALL sp_report_profit('{"by": "customer", "from": "2025-12-01", "to": "2025-12-31"}');
CREATE PROCEDURE sp_report_profit(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id BIGINT;
    DECLARE v_from, v_to, v_today DATE;
    DECLARE v_by VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- HAVING: MySQL 9.7 ended itself when it planned a condition with a local on a derived table, which it moves inside, for the second time
    DECLARE c_rows CURSOR FOR
        SELECT u.subject_id AS place, CONCAT(
            '{"id":', u.subject_id, ',"name":', _json_text(CASE v_by
                WHEN 'product' THEN MIN(p.name) WHEN 'customer' THEN MIN(c.name) ELSE CONVERT(MIN(o.invoice_no) USING utf8mb4) END),
            ',"quantity":', SUM(u.quantity), ',"revenue":', _money(SUM(u.revenue), v_minor_units), ',"cost":', _money(SUM(u.cost), v_minor_units),
            ',"profit":', _money(SUM(u.revenue - u.cost), v_minor_units),
            ',"margin":', COALESCE(CAST(ROUND(SUM(u.revenue - u.cost) * 100 / NULLIF(SUM(u.revenue), 0), 2) AS DECIMAL(30,2)), 'null'), '}')
        FROM (
            SELECT
                CASE v_by WHEN 'product' THEN l.product_id WHEN 'customer' THEN i.customer_id ELSE i.id END AS subject_id, l.quantity,
                l.total_price - COALESCE(l.discount_share, 0) + l.added_tax - l.tax_amount AS revenue, COALESCE(l.total_cost, 0) AS cost
            FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
            STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = i.id
            WHERE i.invoice_date BETWEEN v_from AND v_to AND i.delivered NOT IN ('canceled', 'reverted') AND i.company_id = v_company_id
                AND (v_branch_id IS NULL OR i.branch_id = v_branch_id) AND (l.quantity > 0 OR l.adopted = 1)
            UNION ALL
            SELECT
                CASE v_by WHEN 'product' THEN l.product_id WHEN 'customer' THEN i.customer_id ELSE i.id END, -x.qty, x.tax_amount - x.value, -x.cost
            FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
            STRAIGHT_JOIN invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice) ON r.invoice_id = i.id
            STRAIGHT_JOIN invoice_return_items AS x FORCE INDEX (invoice_return_items_once) ON x.return_id = r.id
            STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = x.sale_item_id
            WHERE i.invoice_date BETWEEN v_from AND v_to AND i.delivered NOT IN ('canceled', 'reverted') AND i.company_id = v_company_id
                AND (v_branch_id IS NULL OR i.branch_id = v_branch_id)
        ) AS u
        LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON v_by = 'product' AND p.id = u.subject_id
        LEFT JOIN customers AS c FORCE INDEX (PRIMARY) ON v_by = 'customer' AND c.id = u.subject_id
        LEFT JOIN invoices_out AS o FORCE INDEX (PRIMARY) ON v_by = 'invoice' AND o.id = u.subject_id
        GROUP BY u.subject_id
        HAVING place > COALESCE(v_after, -1)
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_by = _read_word('by', JSON_EXTRACT(p_filter, '$.by'), 'product', 'product,customer,invoice');
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _read_period(p_filter, v_by, v_today, v_from, v_to, v_head);
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
