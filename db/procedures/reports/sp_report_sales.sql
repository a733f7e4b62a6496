-- What was sold by day or month, as the books have it: a sale counts on its day, and what takes something off it (a return, an amendment, a
-- cancellation) on the day on which that happened. So the figures of a period are those of the profit and loss account: revenue is what the sales
-- accounts and the rounding gained, cost what the goods cost. Debit notes are no sales, and sales of before the books were opened are in neither; vouchers,
-- which name accounts, are in profit and loss alone. What moves neither money nor stock, such as a service given away, has no entry and is not counted.
--
-- Parameters: p_filter JSON object: optional by day|month (day), from and to (business dates, both included; to: today, from: the same day or the first
--   of its month), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{period (its first day), invoices, returns, undone (how many were made,
--   came back, were canceled or reverted), sales (before discounts), discounts, returned, rounding, revenue (sales - discounts - returned + rounding),
--   tax (beside it), cost, profit}], oldest first, without days on which nothing happened; next_after (null on the last page). Nothing includes taxes.
-- Example: CALL sp_report_sales('{"by": "month", "from": "2025-01-01", "to": "2025-12-31"}');
CREATE PROCEDURE sp_report_sales(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
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
    -- a row's place is how many days after from the next one may begin
    DECLARE c_rows CURSOR FOR
        SELECT DATEDIFF(IF(v_by = 'month', LAST_DAY(s.period), s.period), v_from) + 1 AS place, CONCAT(
            '{"period":"', s.period, '","invoices":', s.invoices, ',"returns":', s.returns, ',"undone":', s.undone,
            ',"sales":', _money(s.sales, v_minor_units), ',"discounts":', _money(s.discounts, v_minor_units),
            ',"returned":', _money(s.returned, v_minor_units), ',"rounding":', _money(s.rounding, v_minor_units),
            ',"revenue":', _money(s.sales - s.discounts - s.returned + s.rounding, v_minor_units), ',"tax":', _money(s.tax, v_minor_units),
            ',"cost":', _money(s.cost, v_minor_units),
            ',"profit":', _money(s.sales - s.discounts - s.returned + s.rounding - s.cost, v_minor_units), '}')
        FROM (
            SELECT
                IF(v_by = 'month', CAST(DATE_FORMAT(e.entry_date, '%Y-%m-01') AS DATE), e.entry_date) AS period,
                COUNT(DISTINCT IF(e.reference_type = 'invoices_out' AND e.entry_type IN ('invoice', 'invoice_cogs'), e.reference_id, NULL)) AS invoices,
                COUNT(DISTINCT IF(e.reference_type = 'invoice_returns', e.reference_id, NULL)) AS returns,
                COUNT(DISTINCT IF(
                    e.reference_type = 'invoices_out' AND e.entry_type IN ('invoice_reversal', 'invoice_cogs_reversal'), e.reference_id, NULL)) AS undone,
                SUM(IF(l.role = 'sales', l.credit - l.debit, 0)) AS sales, SUM(IF(l.role = 'sales_discounts', l.debit - l.credit, 0)) AS discounts,
                SUM(IF(l.role = 'sales_returns', l.debit - l.credit, 0)) AS returned, SUM(IF(l.role = 'rounding', l.credit - l.debit, 0)) AS rounding,
                SUM(IF(l.role = 'tax_payable', l.credit - l.debit, 0)) AS tax, SUM(IF(l.role = 'cost_of_goods_sold', l.debit - l.credit, 0)) AS cost
            FROM journal_entries AS e FORCE INDEX (journal_entries_by_day)
            STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
            WHERE e.entry_date BETWEEN v_from AND v_to AND DATEDIFF(e.entry_date, v_from) >= COALESCE(v_after, 0)
                AND e.company_id = v_company_id AND (v_branch_id IS NULL OR e.branch_id = v_branch_id)
                AND l.role IN ('sales', 'sales_discounts', 'sales_returns', 'rounding', 'tax_payable', 'cost_of_goods_sold')
                -- what a debit note charges is no sale, and so is its tax
                AND e.entry_type NOT IN ('customer_debit', 'customer_debit_reversal')
            GROUP BY 1
        ) AS s
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_by = _read_word('by', JSON_EXTRACT(p_filter, '$.by'), 'day', 'day,month');
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
