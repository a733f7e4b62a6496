-- What a sale would come to, as sp_save_invoice would post it now: its prices, discounts, taxes, costs and payments, and what it would be refused
-- for. Nothing is written and nothing locked, so that a quote waits for no sale, and what it says may be other when the sale is posted. Prices are of one
-- state; the oldest batch is read with or after them, a product's further layers later still.
--
-- Parameters: p_request as of sp_save_invoice; it may be incomplete. Without a customer the first company's rules hold. request_id and draft_id are not
--   looked at: a quote uses neither up.
-- Errors: VALIDATION where the request is no JSON object, SESSION_UNSAFE in a session that keeps no error texts (max_error_count = 0). Locks: none; opens no transaction.
-- Returns: one row, one column response: the answer of sp_save_invoice without ids and document number, and problems [{token, row_id, message}]: what the
--   sale would be refused for, row_id null where it is no line's. What cannot be read counts as not given; a line that cannot be priced is in no
--   total, and its figures are null, as are all others that cannot be computed.
-- Example: CALL sp_quote_invoice('{"customer_id": 4, "created_by": 5, "items": [{"product_id": 8, "qty": 2, "row_id": "r1"}]}');
--
-- A screen asks at every pause of the keyboard, nearly always for the usual: lines that are a quantity and a price of goods that are there, in a database that
-- taxes no product, for a customer without price list in a company without offers, nothing of it wrong, paid by one payment, or in part, or not yet. Such a quote is four
-- statements here; whatever else it may be is found out, and told, by _quote_invoice, whose rules for what is usual stand here once more
-- (docs/decisions/0016-few-statements.md).
CREATE PROCEDURE sp_quote_invoice(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
quote: BEGIN
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    usual: BEGIN
        DECLARE v_header JSON;
        DECLARE v_bytes LONGBLOB;
        DECLARE v_items, v_shown, v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
        DECLARE v_now DATETIME DEFAULT _now();
        DECLARE v_customer_id, v_company_id INT;
        DECLARE v_status, v_method, v_discount_type, v_nothing VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
        DECLARE v_has_taxes, v_minor_units, v_has_account, v_are_plain, v_cut TINYINT;
        DECLARE v_discount_value, v_balance, v_wallet, v_credit_limit, v_smallest_coin DECIMAL(19,4);
        DECLARE v_total_before, v_discount, v_cost, v_total, v_net, v_profit, v_paid, v_remaining, v_balance_after DECIMAL(19,4);
        DECLARE v_rounding DECIMAL(19,4) DEFAULT 0;
        -- the invoice's discount: so much of the whole, or so much off it
        DECLARE v_share DECIMAL(7,6) DEFAULT 0;
        DECLARE v_off DECIMAL(19,4) DEFAULT 0;
        DECLARE v_units_in_one DECIMAL(5,0);
        DECLARE v_unit DECIMAL(5,4);
        -- JSON nested deeper than MySQL reads (_is_json); a text that was cut, where a session wants short ones and MariaDB knows no hint
        DECLARE EXIT HANDLER FOR 3157, 1260 BEGIN END;

        -- not EXISTS in the IF, which would wait for a product that is being saved
        SELECT COUNT(*) INTO v_has_taxes FROM (SELECT 1 FROM product_taxes LIMIT 1) AS x;
        IF v_has_taxes OR @@session.max_error_count = 0
            OR OCTET_LENGTH(p_request) > 1048576 OR LEFT(p_request, 1) <> '{' OR NOT COALESCE(JSON_VALID(p_request), 0)
        THEN
            LEAVE usual;
        END IF;
        -- without the items, through which MariaDB would read for each member that is looked for
        SET v_header = JSON_REMOVE(p_request, '$.items'), v_items = JSON_EXTRACT(p_request, '$.items'), v_bytes = v_header;
        -- names of what makes a sale unusual; or escapes, which MariaDB keeps in names
        IF LOCATE('"due_', v_bytes) > 0 OR LOCATE('"cash_rounding', v_bytes) > 0 OR LOCATE('"coupon_code', v_bytes) > 0 OR LOCATE('"apply_offers', v_bytes) > 0
            OR LOCATE('"cost_center_id', v_bytes) > 0 OR LOCATE('"currency', v_bytes) > 0 OR LOCATE('"exchange_rate', v_bytes) > 0 OR LOCATE('\\', v_bytes) > 0
        THEN
            LEAVE usual;
        END IF;
        -- the same of lines (_read_invoice_lines)
        SET v_bytes = v_items;
        IF NOT COALESCE(LEFT(v_items, 1) = '[', 0) OR LOCATE('"uom', v_bytes) > 0 OR LOCATE('"unit', v_bytes) > 0 OR LOCATE('"disc', v_bytes) > 0
            OR LOCATE('"tax_', v_bytes) > 0 OR LOCATE('"price"', v_bytes) > 0 OR LOCATE('"price_i', v_bytes) > 0 OR LOCATE('"priced', v_bytes) > 0 OR LOCATE('"pricin', v_bytes) > 0
            OR LOCATE('\\', v_bytes) > 0
        THEN
            LEAVE usual;
        END IF;

        -- the header, as _read_invoice_header reads a plain one, and its parties, all as they should be
        SELECT
            IF((f.books_closed_to IS NOT NULL AND f.books_closed_to >= DATE(v_now + INTERVAL (
                    SELECT z.offset_minutes FROM zone_offsets AS z FORCE INDEX (PRIMARY)
                    WHERE z.zone = f.time_zone AND z.from_utc <= v_now ORDER BY z.zone DESC, z.from_utc DESC LIMIT 1) MINUTE))
                OR (SELECT MAX(w.branch_id = COALESCE(asked.id, main.id)) FROM user_branches AS w FORCE INDEX (PRIMARY) WHERE w.user_id = u.id) = 0
                OR EXISTS (SELECT 1 FROM offers AS o FORCE INDEX (offers_active) WHERE o.company_id = f.id AND o.active = 1),
                NULL, f.id),
            c.id, m.minor_units, c.tracks_balance, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), c.credit_limit, f.smallest_coin,
            COALESCE(j.status, 'pending'), COALESCE(j.discount_type, 'percent'), COALESCE(j.discount_value, '0'), j.payments
        INTO
            v_company_id, v_customer_id, v_minor_units, v_has_account, v_balance, v_wallet, v_credit_limit, v_smallest_coin, v_status, v_discount_type,
            v_discount_value, v_payments
        FROM JSON_TABLE(v_header, '$' COLUMNS (
            customer_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.customer_id' DEFAULT '-1' ON ERROR,
            created_by VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.created_by' DEFAULT '-1' ON ERROR,
            branch_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.branch_id' DEFAULT '-1' ON ERROR,
            work_order_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.work_order_id' DEFAULT '-1' ON ERROR,
            status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.status' DEFAULT '-1' ON ERROR,
            overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.overpayment' DEFAULT '-1' ON ERROR,
            discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.discount_type' DEFAULT '-1' ON ERROR,
            discount_value VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.discount_value' DEFAULT '-1' ON ERROR,
            invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.invoice_group' DEFAULT '-1' ON ERROR,
            notes VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.notes' DEFAULT '-1' ON ERROR,
            payments JSON PATH '$.payments'
        )) AS j
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = CAST(j.customer_id AS SIGNED)
        STRAIGHT_JOIN companies AS f FORCE INDEX (PRIMARY) ON f.id = c.company_id
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = f.currency
        STRAIGHT_JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = CAST(j.created_by AS SIGNED)
        STRAIGHT_JOIN branches AS main FORCE INDEX (branches_one_main) ON main.main_of = f.id
        LEFT JOIN branches AS asked FORCE INDEX (PRIMARY) ON asked.id = CAST(j.branch_id AS SIGNED) AND asked.company_id = f.id
        WHERE
            CONCAT_WS('|', j.customer_id, j.created_by, COALESCE(j.branch_id, '1'), COALESCE(j.status, 'pending'), COALESCE(j.overpayment, 'reject'),
                COALESCE(j.discount_type, 'percent'), COALESCE(j.discount_value, '0'), COALESCE(j.invoice_group, 'group1')) COLLATE utf8mb4_bin
                REGEXP '^([1-9][0-9]{0,8}[|]){3}(paid|partial|pending)[|](reject|wallet|change)[|](percent[|]([0-9]{1,2}([.][0-9]{1,4})?|100)|amount[|][0-9]{1,12}([.][0-9]{1,4})?)[|]group([1-9]|10|11)\\z'
            AND (j.notes IS NULL OR (CHAR_LENGTH(TRIM(j.notes)) = CHAR_LENGTH(j.notes) AND CHAR_LENGTH(j.notes) <= 255 AND j.notes NOT IN ('-1', 'true', 'false')))
            AND j.work_order_id IS NULL AND c.active = 1 AND c.price_list_id IS NULL AND c.group_id IS NULL AND u.active = 1
            AND (j.branch_id IS NULL OR asked.id IS NOT NULL) AND f.prices_include_tax = 0;
        IF v_company_id IS NULL OR (v_discount_type = 'amount' AND v_discount_value <> ROUND(v_discount_value, v_minor_units)) THEN
            LEAVE usual;
        END IF;
        -- _money and _ratio without their calls: how many letters of a DECIMAL(19,4) the currency does not show, minor units in one, and one of them
        SET v_cut = IF(v_minor_units = 0, 5, 4 - v_minor_units), v_nothing = LEFT('0.0000', 6 - v_cut),
            v_units_in_one = ELT(v_minor_units + 1, '1', '10', '100', '1000', '10000'), v_unit = ELT(v_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001');

        IF v_discount_type = 'percent' THEN
            SET v_share = v_discount_value * 0.01;
        ELSE
            SET v_off = v_discount_value;
        END IF;

        -- The lines, checked, priced, costed and shown: each in its plain form, of a product of its own that may be sold, and enough of it in the product's
        -- oldest batch.
        SELECT /*+ SET_VAR(group_concat_max_len = 16777216) */
            COALESCE(
                SUM(w.is_plain) = COUNT(*) AND COUNT(w.cost) = COUNT(*) AND COUNT(DISTINCT w.product_id) = COUNT(*) AND COUNT(*) <= 1000
                AND MAX(w.as_given) < 1000000000000, 0),
            LEAST(MAX(w.as_given), 1000000000000), LEAST(MAX(w.as_given) - SUM(w.net), 1000000000000), SUM(w.cost),
            -- in two texts, since MariaDB keeps one that may have more than 512 characters in a table on disk, which costs as much as the rest of the statement; a
            -- plain row_id has nothing that JSON escapes
            CONCAT('[', GROUP_CONCAT(CONCAT(
                '{"row_id":', COALESCE(CONCAT('"', w.row_id, '"'), 'null'), ',"taxes":[],"unit":null,"stock_qty":', w.qty, ',"list_price":', w.list_price,
                ',"price_list_rate":', w.list_price, ',"discount_percent":null,"line_discount":', v_nothing), CONCAT(
                ',"free":false,"price_includes_tax":false,"net":', LEFT(w.net, CHAR_LENGTH(w.net) - v_cut), ',"tax_amount":', v_nothing,
                ',"gross":', LEFT(w.net, CHAR_LENGTH(w.net) - v_cut), ',"product_id":', w.product_id, ',"qty":', w.qty, ',"selling_price":', w.price,
                ',"total_price":', LEFT(w.total, CHAR_LENGTH(w.total) - v_cut), ',"discount_share":', LEFT(w.total - w.net, CHAR_LENGTH(w.total - w.net) - v_cut),
                ',"cost":', LEFT(w.cost, CHAR_LENGTH(w.cost) - v_cut),
                ',"allocations":[', IF(w.keeps_stock, CONCAT('{"qty":', w.qty, ',"cost":', LEFT(w.cost, CHAR_LENGTH(w.cost) - v_cut), '}'), ''), ']}')
                ORDER BY w.line_no SEPARATOR ','), ']')
        INTO v_are_plain, v_total_before, v_discount, v_cost, v_shown
        FROM (
            SELECT
                s.line_no, s.is_plain, s.product_id, s.qty, s.row_id, s.keeps_stock, s.price, s.list_price, s.total, s.as_given,
                -- what the running total's share of the discount is above that of the lines before
                CAST(s.total - COALESCE(
                    (2 * s.discount * s.running * v_units_in_one + s.as_given) DIV NULLIF(2 * s.as_given, 0)
                    - (2 * s.discount * (s.running - s.total) * v_units_in_one + s.as_given) DIV NULLIF(2 * s.as_given, 0), 0) * v_unit AS DECIMAL(19,4)) AS net,
                CAST(CASE WHEN NOT s.keeps_stock THEN 0 WHEN b.remaining >= s.qty AND b.stock_value >= 0 THEN IF(
                    s.qty = b.remaining, b.stock_value, (2 * b.stock_value * s.qty * v_units_in_one + b.remaining) DIV (2 * b.remaining) * v_unit) END
                    AS DECIMAL(19,4)) AS cost
            FROM (
                SELECT
                    t.line_no, t.is_plain, t.product_id, t.qty, t.row_id, t.keeps_stock, t.price, t.list_price, t.total, t.running, t.as_given, t.oldest_batch_id,
                    CAST(LEAST(t.as_given, ROUND(t.as_given * v_share, v_minor_units) + v_off) AS DECIMAL(19,4)) AS discount
                FROM (
                    SELECT
                        l.line_no, l.is_plain, l.product_id, l.qty, l.row_id, l.keeps_stock, l.price, l.list_price, l.total,
                        SUM(l.total) OVER (ORDER BY l.line_no ROWS UNBOUNDED PRECEDING) AS running, SUM(l.total) OVER (ORDER BY l.line_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS as_given,
                        -- as in _quote_items
                        (
                            SELECT h.id FROM batches AS h FORCE INDEX (batches_fifo)
                            WHERE h.product_id = l.product_id AND h.status = 'active'
                            ORDER BY h.product_id, h.status, h.received_at, h.created_at, h.id
                            LIMIT 1
                        ) AS oldest_batch_id
                    FROM (
                        SELECT
                            j.line_no, p.id AS product_id, CAST(j.qty AS DECIMAL(19,4)) AS qty, j.row_id, p.keeps_stock,
                            COALESCE(NULLIF(CAST(j.selling_price AS DECIMAL(19,6)), 0), IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS price,
                            IF(j.price_type = 'retail', p.retail_price, p.selling_price) AS list_price,
                            CAST(ROUND(
                                CAST(j.qty AS DECIMAL(19,4))
                                * COALESCE(NULLIF(CAST(j.selling_price AS DECIMAL(19,6)), 0), IF(j.price_type = 'retail', p.retail_price, p.selling_price)),
                                v_minor_units) AS DECIMAL(19,4)) AS total,
                            -- as in _read_invoice_lines, and to be sold
                            COALESCE(
                                CONCAT_WS('|', j.product_id, j.qty, COALESCE(j.selling_price, '0'), COALESCE(j.price_type, 'wholesale'))
                                    COLLATE utf8mb4_bin
                                    REGEXP '^[1-9][0-9]{0,8}[|](?=[0-9.]*[1-9])[0-9]{1,9}([.][0-9]{1,4})?[|][0-9]{1,9}([.][0-9]{1,6})?[|](wholesale|retail)\\z'
                                AND (j.row_id IS NULL OR (CHAR_LENGTH(j.row_id) BETWEEN 1 AND 255 AND j.row_id NOT IN ('-1', 'true', 'false')))
                                AND p.company_id = v_company_id AND p.active, 0) AS is_plain
                        FROM JSON_TABLE(v_items, '$[*]' COLUMNS (
                            line_no FOR ORDINALITY,
                            product_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.product_id' DEFAULT '-1' ON ERROR,
                            qty VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.qty' DEFAULT '-1' ON ERROR,
                            selling_price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.selling_price' DEFAULT '-1' ON ERROR,
                            price_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type' DEFAULT '-1' ON ERROR,
                            row_id VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id' DEFAULT '-1' ON ERROR
                        )) AS j
                        LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = CAST(j.product_id AS SIGNED)
                    ) AS l
                ) AS t
            ) AS s
            LEFT JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = s.oldest_batch_id
            -- by itself, so that the text finds it reckoned
            LIMIT 1001
        ) AS w;
        IF NOT COALESCE(v_are_plain, 0) OR v_shown IS NULL THEN
            LEAVE usual;
        END IF;
        IF v_smallest_coin IS NOT NULL THEN
            SET v_rounding = _coin_rounding(v_total_before - v_discount, v_smallest_coin), v_total_before = v_total_before + v_rounding;
            IF v_total_before >= 1000000000000 THEN
                LEAVE usual;
            END IF;
        END IF;
        SET v_total = v_total_before - v_discount, v_net = v_total - v_rounding, v_profit = v_net - v_cost;

        IF v_status = 'pending' AND v_payments IS NULL AND v_has_account THEN
            SET v_paid = 0, v_payments = '[]';
        ELSE
            -- the one that pays all, or a part
            SELECT
                IF(COUNT(*) = 1, MAX(IF(
                    p.amount COLLATE utf8mb4_bin = LEFT(p.paid, CHAR_LENGTH(p.paid) - v_cut) AND m.excess_to <> 'none' AND p.has_excess = 0
                    AND ((v_status = 'paid' AND p.paid = v_total) OR (v_status = 'partial' AND p.paid < v_total AND v_has_account)) AND p.paid > 0
                    AND (p.notes IS NULL OR (CHAR_LENGTH(TRIM(p.notes)) = CHAR_LENGTH(p.notes) AND CHAR_LENGTH(p.notes) <= 255 AND p.notes NOT IN ('-1', 'true', 'false'))),
                    m.code, NULL)), NULL), MAX(p.paid)
            INTO v_method, v_paid
            FROM (
                SELECT j.amount, j.method, j.notes, j.has_excess, CAST(j.amount AS DECIMAL(19,4)) AS paid
                FROM JSON_TABLE(IF(LEFT(v_payments, 1) = '[', v_payments, '[]'), '$[*]' COLUMNS (
                    amount VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.amount' DEFAULT '-1' ON ERROR,
                    method VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin PATH '$.method' DEFAULT '-1' ON ERROR,
                    notes VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.notes' DEFAULT '-1' ON ERROR,
                    has_excess INT EXISTS PATH '$.excess'
                )) AS j
            ) AS p
            LEFT JOIN payment_methods AS m FORCE INDEX (PRIMARY) ON m.code = p.method;
            IF v_method IS NULL THEN
                LEAVE usual;
            END IF;
        END IF;
        SET v_remaining = v_total - v_paid, v_balance_after = v_balance + v_remaining;
        IF v_method IS NOT NULL THEN
            SET v_payments = CONCAT(
                '[{"method":"', v_method, '","amount":', LEFT(v_paid, CHAR_LENGTH(v_paid) - v_cut),
                ',"remaining_after":', LEFT(v_remaining, CHAR_LENGTH(v_remaining) - v_cut), ',"payment_status":"', IF(v_remaining = 0, 'paid', 'partial'), '"}]');
        END IF;
        IF v_remaining > 0 AND v_credit_limit IS NOT NULL THEN
            LEAVE usual;
        END IF;

        SELECT CONCAT(
            '{"ok":true,"msg":"يمكن حفظ الفاتورة.","problems":[],"total_revenue":', LEFT(v_total_before, CHAR_LENGTH(v_total_before) - v_cut),
            ',"total_cogs":', LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), ',"profit_amount":', LEFT(v_profit, CHAR_LENGTH(v_profit) - v_cut),
            ',"paid_amount":', LEFT(v_paid, CHAR_LENGTH(v_paid) - v_cut), ',"remaining_amount":', LEFT(v_remaining, CHAR_LENGTH(v_remaining) - v_cut),
            ',"payment_status":"', CASE v_remaining WHEN 0 THEN 'paid' WHEN v_total THEN 'pending' ELSE 'partial' END,
            '","discount_type":"', v_discount_type,
            '","discount_value":', IF(v_discount_type = 'percent', v_discount_value, LEFT(v_discount_value, CHAR_LENGTH(v_discount_value) - v_cut)),
            ',"discount_amount":', LEFT(v_discount, CHAR_LENGTH(v_discount) - v_cut), ',"total_before":', LEFT(v_total_before, CHAR_LENGTH(v_total_before) - v_cut),
            ',"total_after":', LEFT(v_total, CHAR_LENGTH(v_total) - v_cut), ',"net_total":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut),
            ',"tax_total":', v_nothing, ',"rounding_amount":', LEFT(v_rounding, CHAR_LENGTH(v_rounding) - v_cut), ',"taxes":[],"offers":[],"items":', v_shown,
            ',"payments":', v_payments, ',"to_wallet":', v_nothing, ',"change_due":', v_nothing,
            ',"customer":{"id":', v_customer_id, ',"balance_before":', LEFT(v_balance, CHAR_LENGTH(v_balance) - v_cut),
            ',"balance_after":', LEFT(v_balance_after, CHAR_LENGTH(v_balance_after) - v_cut), ',"wallet_before":', LEFT(v_wallet, CHAR_LENGTH(v_wallet) - v_cut),
            ',"wallet_after":', LEFT(v_wallet, CHAR_LENGTH(v_wallet) - v_cut), '},"work_order":null}') AS response;
        LEAVE quote;
    END;

    CALL _quote_invoice(p_request, v_response);
    SELECT v_response AS response;
END
