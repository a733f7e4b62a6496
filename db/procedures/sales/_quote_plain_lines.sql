-- The usual lines of a quote, priced, costed and shown in one statement: each in its plain form, of a product of its own that may be sold, and enough of it
-- in the product's oldest batch, in a database that taxes no product. Any others are not looked at further: they are _read_invoice_lines', _price_sale's
-- and _quote_items' part, whose rules for a plain line stand here once more.
-- Parameters: p_items raw JSON of the member items; p_company_id, whose prices are without taxes; p_discount_value in percent or currency units;
-- p_smallest_coin in currency units, NULL where the document is not rounded to it.
-- Returns: p_are_plain, 0 where they are not all as said and nothing else is to be used; in currency units p_total that the lines come to, with p_rounding to
-- the coin, p_discount and p_cost; p_shown the member "items" of the answer.
CREATE PROCEDURE _quote_plain_lines(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    IN p_smallest_coin DECIMAL(19,4),
    OUT p_are_plain TINYINT,
    OUT p_total DECIMAL(19,4),
    OUT p_discount DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    OUT p_cost DECIMAL(19,4),
    OUT p_shown LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_bytes LONGBLOB DEFAULT p_items;
    -- _money and _ratio without their calls: how many letters of a DECIMAL(19,4) the currency does not show, minor units in one, and one of them
    DECLARE v_cut TINYINT DEFAULT IF(p_minor_units = 0, 5, 4 - p_minor_units);
    DECLARE v_units_in_one DECIMAL(5,0) DEFAULT ELT(p_minor_units + 1, '1', '10', '100', '1000', '10000');
    DECLARE v_unit DECIMAL(5,4) DEFAULT ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001');
    DECLARE v_nothing VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT LEFT('0.0000', 6 - v_cut);
    -- the text was cut: a session wants short ones, and MariaDB knows no such hint
    DECLARE EXIT HANDLER FOR 1260 SET p_are_plain = 0;

    SET p_are_plain = 0;
    -- the names of _read_invoice_lines; what is left undecided here, it decides
    IF LEFT(p_items, 1) = '[' AND LOCATE('"uom', v_bytes) = 0 AND LOCATE('"unit', v_bytes) = 0 AND LOCATE('"disc', v_bytes) = 0 AND LOCATE('"tax_', v_bytes) = 0
        AND LOCATE('"price_i', v_bytes) = 0 AND LOCATE('"priced', v_bytes) = 0 AND LOCATE('"pricin', v_bytes) = 0 AND LOCATE('\\', v_bytes) = 0
    THEN
        SELECT /*+ SET_VAR(group_concat_max_len = 16777216) */
            COALESCE(
                SUM(w.is_plain) = COUNT(*) AND COUNT(w.cost) = COUNT(*) AND COUNT(DISTINCT w.product_id) = COUNT(*) AND COUNT(*) <= 1000
                AND MAX(w.as_given) < 1000000000000, 0),
            LEAST(MAX(w.as_given), 1000000000000), LEAST(MAX(w.as_given) - SUM(w.net), 1000000000000), SUM(w.cost),
            CONCAT('[', GROUP_CONCAT(CONCAT(
                '{"row_id":', COALESCE(JSON_QUOTE(w.row_id), 'null'), ',"taxes":[],"unit":null,"stock_qty":', w.qty, ',"list_price":', w.list_price,
                ',"price_list_rate":', w.list_price, ',"discount_percent":null,"line_discount":', v_nothing,
                ',"free":false,"price_includes_tax":false,"net":', LEFT(w.net, CHAR_LENGTH(w.net) - v_cut), ',"tax_amount":', v_nothing,
                ',"gross":', LEFT(w.net, CHAR_LENGTH(w.net) - v_cut), ',"product_id":', w.product_id, ',"qty":', w.qty, ',"selling_price":', w.price,
                ',"total_price":', LEFT(w.total, CHAR_LENGTH(w.total) - v_cut), ',"discount_share":', LEFT(w.total - w.net, CHAR_LENGTH(w.total - w.net) - v_cut),
                ',"cost":', LEFT(w.cost, CHAR_LENGTH(w.cost) - v_cut),
                ',"allocations":[', IF(w.keeps_stock, CONCAT('{"qty":', w.qty, ',"cost":', LEFT(w.cost, CHAR_LENGTH(w.cost) - v_cut), '}'), ''), ']}')
                ORDER BY w.line_no SEPARATOR ','), ']')
        INTO p_are_plain, p_total, p_discount, p_cost, p_shown
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
                    CAST(LEAST(
                        t.as_given, IF(p_discount_type = 'percent', ROUND(t.as_given * p_discount_value * 0.01, p_minor_units), p_discount_value)) AS DECIMAL(19,4)) AS discount
                FROM (
                    SELECT
                        l.line_no, l.is_plain, l.product_id, l.qty, l.row_id, l.keeps_stock, l.price, l.list_price, l.total,
                        SUM(l.total) OVER (ORDER BY l.line_no ROWS UNBOUNDED PRECEDING) AS running, SUM(l.total) OVER () AS as_given,
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
                                p_minor_units) AS DECIMAL(19,4)) AS total,
                            -- as in _read_invoice_lines, and to be sold
                            COALESCE(
                                CONCAT_WS('|', j.product_id, j.qty, COALESCE(j.selling_price, IF(j.price IS NULL, '0', '')), COALESCE(j.price_type, 'wholesale'))
                                    COLLATE utf8mb4_bin
                                    REGEXP '^[1-9][0-9]{0,8}[|](?=[0-9.]*[1-9])[0-9]{1,9}([.][0-9]{1,4})?[|][0-9]{1,9}([.][0-9]{1,6})?[|](wholesale|retail)\\z'
                                AND (j.row_id IS NULL OR (CHAR_LENGTH(j.row_id) BETWEEN 1 AND 255 AND j.row_id NOT IN ('-1', 'true', 'false')))
                                AND p.company_id = p_company_id AND p.active, 0) AS is_plain
                        FROM JSON_TABLE(p_items, '$[*]' COLUMNS (
                            line_no FOR ORDINALITY,
                            product_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.product_id' DEFAULT '-1' ON ERROR,
                            qty VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.qty' DEFAULT '-1' ON ERROR,
                            selling_price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.selling_price' DEFAULT '-1' ON ERROR,
                            price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price' DEFAULT '-1' ON ERROR,
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
        SET p_rounding = 0;
        IF p_smallest_coin IS NOT NULL THEN
            SET p_rounding = _coin_rounding(p_total - p_discount, p_smallest_coin), p_total = p_total + p_rounding;
        END IF;
        IF p_total >= 1000000000000 OR p_shown IS NULL THEN
            SET p_are_plain = 0;
        END IF;
    END IF;
END
