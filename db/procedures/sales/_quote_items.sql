-- The member "items" of a quote: each line priced, with what it would cost to take from stock now, oldest batch first, which nothing locks.
-- Parameters: what _price_sale gave; p_broken of _quote_prices.
-- Returns: p_items; p_cost of all lines, NULL where it cannot be had; p_problems, and with that of each product that is short.
CREATE PROCEDURE _quote_items(
    IN p_priced JSON,
    IN p_broken JSON,
    IN p_taxes JSON,
    IN p_as_given DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cost DECIMAL(19,4),
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_has_broken TINYINT DEFAULT JSON_LENGTH(p_broken) > 0;
    DECLARE v_line_no, v_shown, v_broken_no, v_product_id INT DEFAULT 0;
    DECLARE v_qty, v_need, v_line_total, v_cost, v_running, v_net DECIMAL(19,4);
    DECLARE v_share, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_price, v_list_price DECIMAL(19,6);
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_takings JSON DEFAULT '{}';
    -- _money without its call: how many letters of a DECIMAL(19,4) the currency does not show
    DECLARE v_cut TINYINT DEFAULT IF(p_minor_units = 0, 5, 4 - p_minor_units);
    -- _ratio without its call: minor units in one, and one of them
    DECLARE v_units_in_one DECIMAL(5,0) DEFAULT ELT(p_minor_units + 1, '1', '10', '100', '1000', '10000');
    DECLARE v_unit DECIMAL(5,4) DEFAULT ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001');
    DECLARE v_nothing VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT LEFT('0.0000', 6 - v_cut);
    DECLARE v_taking, v_tax_texts, v_allocations, v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_seen LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT ',';
    -- As in _post_invoice_lines, but for the lock; without it MySQL reads ahead in the queue: by the index alone, whose batches are active, that is cheap.
    -- One that has nothing left all the same has no cost here, so that its queue is walked.
    DECLARE c_lines CURSOR FOR
        SELECT
            w.line_no, w.product_id, w.qty, w.need, w.row_id, w.price, w.list_price,
            IF(w.priced IS NULL, ROUND(w.qty * w.price, p_minor_units), CAST(JSON_UNQUOTE(JSON_EXTRACT(w.priced, '$.total')) AS DECIMAL(19,4))), w.priced,
            CASE WHEN w.need = 0 THEN 0 WHEN b.remaining >= w.need AND b.stock_value >= 0 THEN IF(
                w.need = b.remaining, b.stock_value, (2 * b.stock_value * w.need * v_units_in_one + b.remaining) DIV (2 * b.remaining) * v_unit) END
        FROM (
            SELECT
                j.line_no, j.product_id, j.qty, IF(p.keeps_stock, j.qty, 0) AS need, j.row_id, j.priced,
                COALESCE(
                    CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.price')) AS DECIMAL(19,6)), NULLIF(j.selling_price, 0),
                    IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS price,
                COALESCE(
                    CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.list_price')) AS DECIMAL(19,6)),
                    IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS list_price,
                (
                    SELECT h.id FROM batches AS h FORCE INDEX (batches_fifo)
                    WHERE h.product_id = p.id AND h.status = 'active'
                    ORDER BY h.product_id, h.status, h.received_at, h.created_at, h.id
                    LIMIT 1
                ) AS oldest_batch_id
            FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                product_id INT PATH '$.product_id',
                qty DECIMAL(19,4) PATH '$.qty',
                selling_price DECIMAL(19,6) PATH '$.selling_price',
                price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
                row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
                priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
            )) AS j
            STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
            ORDER BY j.line_no LIMIT 1001
        ) AS w
        LEFT JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = w.oldest_batch_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_items = '', p_cost = 0, v_running = 0, v_tax_texts = JSON_UNQUOTE(JSON_EXTRACT(p_taxes, '$.texts'));
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product_id, v_qty, v_need, v_row_id, v_price, v_list_price, v_line_total, v_priced, v_cost;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        -- the discount's share as a sale has it
        IF p_discount > 0 THEN
            SET v_running = v_running + v_line_total;
            SET v_share = (2 * p_discount * v_running * v_units_in_one + p_as_given) DIV (2 * p_as_given) * v_unit - v_shared;
            SET v_shared = v_shared + v_share;
        END IF;

        SET v_allocations = IF(v_need = 0, '', CONCAT('{"qty":', v_need, ',"cost":', LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), '}'));
        -- where the oldest batch alone does not say it
        IF v_need > 0 AND (v_cost IS NULL OR LOCATE(CONCAT(',', v_product_id, ','), v_seen COLLATE utf8mb4_bin) > 0) THEN
            IF JSON_EXTRACT(v_takings, CONCAT('$."', v_line_no, '"')) IS NULL THEN
                CALL _quote_takings(p_priced, v_product_id, p_minor_units, v_takings, p_problems);
            END IF;
            SET v_taking = JSON_EXTRACT(v_takings, CONCAT('$."', v_line_no, '"'));
            SET v_cost = JSON_UNQUOTE(JSON_EXTRACT(v_taking, '$.cost')), v_allocations = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(v_taking, '$.allocations')), '');
        END IF;
        SET v_seen = CONCAT(v_seen, v_product_id, ',');
        SET p_cost = p_cost + v_cost;

        IF v_has_broken THEN
            CALL _add_broken_lines(p_broken, v_broken_no, v_shown, p_items);
        END IF;
        SET v_net = v_line_total - v_share;
        -- a plain line's without a statement that names a function
        IF v_priced IS NULL THEN
            SET v_members = CONCAT(
                '"taxes":[],"unit":null,"stock_qty":', v_qty, ',"list_price":', v_list_price, ',"price_list_rate":', v_list_price,
                ',"discount_percent":null,"line_discount":', v_nothing, ',"free":false,"price_includes_tax":false,"net":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut),
                ',"tax_amount":', v_nothing, ',"gross":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut), ',"product_id":', v_product_id, ',"qty":', v_qty,
                ',"selling_price":', v_price, ',"total_price":', LEFT(v_line_total, CHAR_LENGTH(v_line_total) - v_cut),
                ',"discount_share":', LEFT(v_share, CHAR_LENGTH(v_share) - v_cut));
        ELSE
            SET v_members = _rich_line_json(v_product_id, v_qty, v_price, v_list_price, v_line_total, v_share, v_priced, v_tax_texts, p_minor_units);
        END IF;
        SET p_items = CONCAT(
            p_items, ',{"row_id":', COALESCE(JSON_QUOTE(v_row_id), 'null'), ',', v_members,
            ',"cost":', COALESCE(LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), 'null'), ',"allocations":[', v_allocations, ']}');
        SET v_shown = v_shown + 1;
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_priced) THEN
        CALL _raise_interrupted();
    END IF;
    IF v_has_broken THEN
        CALL _add_broken_lines(p_broken, v_broken_no, v_shown, p_items);
        SET p_cost = NULL;
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
