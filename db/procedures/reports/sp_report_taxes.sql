-- What taxes a period charged and paid, by tax and rate, as the books have it: a tax counts on the day of its sale or debit note, or of the supplier's bill, and
-- what takes something off it (a return, a cancellation, a reversal) on the day on which that happened. An amendment counts under charged on its own day, below 0 where it is less.
-- Of the taxes of suppliers' bills only those are here that stand on the bills apart (sp_post_purchase), and nothing of what vouchers settle with the tax office.
--
-- Parameters: p_filter JSON object: optional from and to (business dates, both included; to: today, from: the same day), company_id (1), branch_id (all),
--   limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{tax_id, code, name (as they are now; null of a rate that no tax stands
--   for), rate (percent, as posted), base (what was sold with the tax, without it, less what came back), charged, given_back, net (charged - given_back),
--   input_base (what was bought with it, likewise), input (of bills), input_back (of what went back), input_net, due (net - input_net: to the tax office; below 0:
--   from it)}], by tax_id and rate, without those of which all is 0; next_after (null on the last page).
-- Example: CALL sp_report_taxes('{"from": "2025-10-01", "to": "2025-12-31"}');
CREATE PROCEDURE sp_report_taxes(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id BIGINT;
    DECLARE v_from, v_to, v_today DATE;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- a row's place is its tax, then its rate in 4 decimals: at most 12 digits, as requests may hold, for taxes up to 99,999. HAVING: MySQL 9.7 ended
    -- itself when it planned a condition with a local on a derived table, which it moves inside, for the second time
    DECLARE c_rows CURSOR FOR
        WITH of_period AS (
            SELECT e.id, e.entry_type, e.reference_type, e.reference_id, e.reverses_id
            FROM journal_entries AS e FORCE INDEX (journal_entries_by_day)
            WHERE e.entry_date BETWEEN v_from AND v_to AND e.company_id = v_company_id AND (v_branch_id IS NULL OR e.branch_id = v_branch_id)
        ),
        -- how often each document counts. The lines of a sale stand as amended: what was amended is taken off on the day of the sale, and counts on its own. A
        -- reversal takes off what it reverses as that stands, and what adjusted it.
        counted AS (
            SELECT e.reference_type, e.reference_id, 1 AS times
            FROM of_period AS e
            WHERE e.entry_type IN ('invoice', 'return', 'purchase') OR e.reference_type = 'purchase_returns'
            UNION ALL
            SELECT o.reference_type, o.reference_id, -1
            FROM of_period AS e
            STRAIGHT_JOIN journal_entries AS o FORCE INDEX (journal_entries_adjusting) ON o.adjusts_id = e.id
            WHERE e.reference_type = 'invoices_out' AND e.entry_type = 'invoice' AND o.reference_type = 'invoice_amendments'
            UNION ALL
            SELECT r.reference_type, r.reference_id, -1
            FROM of_period AS e
            STRAIGHT_JOIN journal_entries AS r FORCE INDEX (PRIMARY) ON r.id = e.reverses_id
            WHERE r.entry_type IN ('invoice', 'purchase')
            UNION ALL
            SELECT o.reference_type, o.reference_id, -1
            FROM of_period AS e
            STRAIGHT_JOIN journal_entries AS r FORCE INDEX (PRIMARY) ON r.id = e.reverses_id
            STRAIGHT_JOIN journal_entries AS o FORCE INDEX (journal_entries_adjusting) ON o.adjusts_id = r.id
            WHERE r.entry_type IN ('invoice', 'purchase') AND NOT (r.reference_type = 'invoices_out' AND o.reference_type = 'invoice_amendments')
        )
        SELECT CAST(COALESCE(s.tax_id, 0) * 10000000 + COALESCE(s.tax_rate, 0) * 10000 AS SIGNED) AS place, CONCAT(
            '{"tax_id":', COALESCE(s.tax_id, 'null'), ',"code":', _json_text(CONVERT(t.code USING utf8mb4)), ',"name":', _json_text(t.name),
            ',"rate":', COALESCE(s.tax_rate, 'null'), ',"base":', _money(s.base, v_minor_units), ',"charged":', _money(s.charged, v_minor_units),
            ',"given_back":', _money(s.charged - s.net, v_minor_units), ',"net":', _money(s.net, v_minor_units),
            ',"input_base":', _money(s.input_base, v_minor_units), ',"input":', _money(s.input, v_minor_units),
            ',"input_back":', _money(s.input - s.input_net, v_minor_units), ',"input_net":', _money(s.input_net, v_minor_units),
            ',"due":', _money(s.net - s.input_net, v_minor_units), '}')
        FROM (
            SELECT
                p.tax_id, p.tax_rate, SUM(p.base) AS base, SUM(p.charged) AS charged, SUM(p.net) AS net, SUM(p.input_base) AS input_base,
                SUM(p.input) AS input, SUM(p.input_net) AS input_net
            FROM (
                SELECT
                    l.tax_id, l.tax_rate, 0 AS base,
                    IF(l.role = 'tax_payable' AND e.entry_type IN ('invoice', 'customer_debit'), l.credit - l.debit, 0) AS charged,
                    IF(l.role = 'tax_payable', l.credit - l.debit, 0) AS net,
                    0 AS input_base,
                    IF(l.role = 'tax_recoverable' AND e.entry_type = 'purchase', l.debit - l.credit, 0) AS input,
                    IF(l.role = 'tax_recoverable', l.debit - l.credit, 0) AS input_net
                FROM of_period AS e
                STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
                WHERE l.role IN ('tax_payable', 'tax_recoverable')
                UNION ALL
                -- a document is of one kind: 0 is nobody's key, where MariaDB reads all rows without a key for NULL
                SELECT
                    COALESCE(x.tax_id, a.tax_id, y.tax_id), COALESCE(x.rate, a.rate, y.rate),
                    c.times * COALESCE(IF(r.id IS NULL, x.base, r.tax_amount - r.value), a.base, 0), 0, 0,
                    c.times * COALESCE(IF(g.id IS NULL, y.base, -g.cost), 0), 0, 0
                FROM counted AS c
                LEFT JOIN invoice_amendment_taxes AS a FORCE INDEX (PRIMARY) ON a.amendment_id = IF(c.reference_type = 'invoice_amendments', c.reference_id, 0)
                LEFT JOIN batches AS b FORCE INDEX (batches_of_purchase) ON b.purchase_id = IF(c.reference_type = 'purchases', c.reference_id, 0)
                LEFT JOIN purchase_return_items AS g FORCE INDEX (purchase_return_items_once)
                    ON g.purchase_return_id = IF(c.reference_type = 'purchase_returns', c.reference_id, 0)
                LEFT JOIN batch_taxes AS y FORCE INDEX (PRIMARY) ON y.batch_id = COALESCE(b.id, g.batch_id)
                LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_once)
                    ON r.return_id = IF(c.reference_type = 'invoice_returns', c.reference_id, 0)
                -- last, what is looked up for each line of a sale
                LEFT JOIN invoice_out_items AS i FORCE INDEX (invoice_out_id) ON i.invoice_out_id = IF(c.reference_type = 'invoices_out', c.reference_id, 0)
                LEFT JOIN invoice_item_taxes AS x FORCE INDEX (PRIMARY) ON x.sale_item_id = COALESCE(i.id, r.sale_item_id)
                WHERE COALESCE(x.rate, a.rate, y.rate) IS NOT NULL
                UNION ALL
                -- debit notes, in the company's currency as their entries are: the total less its tax
                SELECT
                    NULL, i.tax_rate,
                    IF(e.entry_type = 'customer_debit', 1, -1) * (
                        ROUND(SUM(i.net + i.tax_amount) * n.exchange_rate, v_minor_units) - ROUND(SUM(i.tax_amount) * n.exchange_rate, v_minor_units)),
                    0, 0, 0, 0, 0
                FROM of_period AS e
                STRAIGHT_JOIN customer_debit_notes AS n FORCE INDEX (PRIMARY) ON n.id = e.reference_id
                STRAIGHT_JOIN customer_debit_note_items AS i FORCE INDEX (customer_debit_note_items_in_note) ON i.debit_note_id = n.id
                WHERE e.entry_type IN ('customer_debit', 'customer_debit_reversal') AND i.tax_rate > 0
                GROUP BY e.id, e.entry_type, n.exchange_rate, i.tax_rate
            ) AS p
            GROUP BY p.tax_id, p.tax_rate
            HAVING SUM(p.base) <> 0 OR SUM(p.charged) <> 0 OR SUM(p.net) <> 0 OR SUM(p.input_base) <> 0 OR SUM(p.input) <> 0 OR SUM(p.input_net) <> 0
        ) AS s
        LEFT JOIN taxes AS t FORCE INDEX (PRIMARY) ON t.id = s.tax_id
        HAVING place > COALESCE(v_after, -1)
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _read_period(p_filter, 'day', v_today, v_from, v_to, v_head);
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
