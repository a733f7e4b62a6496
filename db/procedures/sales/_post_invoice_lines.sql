-- The lines of an invoice: each with its share of the discount, taken from stock oldest batch first, tied to its batches, with its taxes.
-- Parameters: p_invoice_id just made; p_priced and p_taxes of _price_sale, the products locked; p_as_given that the lines come to and p_discount of
-- it, in currency units; p_entry_id the entry of the goods, whose movements of stock are then written here, where no product stands on two lines; else NULL.
-- Returns: p_cost of all lines; p_has_takings whether any batch was taken from; p_items the member "items" of the answer. Errors: INSUFFICIENT_STOCK, VALIDATION.
-- Locks: batches, one after the other by batches_fifo, under their product's lock.
CREATE PROCEDURE _post_invoice_lines(
    IN p_invoice_id INT,
    IN p_priced JSON,
    IN p_taxes JSON,
    IN p_as_given DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    IN p_entry_id INT,
    OUT p_cost DECIMAL(19,4),
    OUT p_has_takings TINYINT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_product_id, v_item_id, v_batch_id INT;
    DECLARE v_qty, v_line_total, v_net, v_need, v_cost, v_remaining, v_value DECIMAL(19,4);
    DECLARE v_running_total, v_share, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_price, v_unit_cost, v_list_price DECIMAL(19,6);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_takings, v_allocations, v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_tax_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_taxes, '$.texts'));
    -- _money without its call: how many letters of a DECIMAL(19,4) the currency does not show
    DECLARE v_cut TINYINT DEFAULT IF(p_minor_units = 0, 5, 4 - p_minor_units);
    -- _ratio without its call: minor units in one, and one of them
    DECLARE v_units_in_one DECIMAL(5,0) DEFAULT ELT(p_minor_units + 1, '1', '10', '100', '1000', '10000');
    DECLARE v_unit DECIMAL(5,4) DEFAULT ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001');
    DECLARE v_nothing VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT LEFT('0.0000', 6 - v_cut);
    -- With each line its product's oldest batch, locked as it is found, and what the line costs out of it: 0 for a service, NULL where the batch
    -- does not have enough. MySQL would sort the whole queue without all columns of the index in ORDER BY, and read ahead in it without the lock.
    DECLARE c_lines CURSOR FOR
        SELECT
            w.line_no, w.product_id, w.qty, w.need, w.price_type, w.row_id, w.price, w.list_price,
            IF(w.priced IS NULL, ROUND(w.qty * w.price, p_minor_units), CAST(JSON_UNQUOTE(JSON_EXTRACT(w.priced, '$.total')) AS DECIMAL(19,4))), w.priced,
            b.id, b.remaining, b.stock_value, b.unit_cost,
            CASE WHEN w.need = 0 THEN 0 WHEN b.remaining >= w.need AND b.stock_value >= 0 THEN IF(
                w.need = b.remaining, b.stock_value, (2 * b.stock_value * w.need * v_units_in_one + b.remaining) DIV (2 * b.remaining) * v_unit) END
        FROM (
            SELECT
                j.line_no, j.product_id, j.qty, IF(p.keeps_stock, j.qty, 0) AS need, COALESCE(j.price_type, 'wholesale') AS price_type, j.row_id, j.priced,
                COALESCE(
                    CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.price')) AS DECIMAL(19,6)), NULLIF(j.selling_price, 0),
                    IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS price,
                COALESCE(
                    CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.list_price')) AS DECIMAL(19,6)),
                    IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS list_price,
                (
                    SELECT h.id FROM batches AS h FORCE INDEX (batches_fifo)
                    WHERE h.product_id = p.id AND h.status = 'active' AND h.remaining > 0
                    ORDER BY h.product_id, h.status, h.received_at, h.created_at, h.id
                    LIMIT 1 FOR UPDATE
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

    SET p_cost = 0;
    SET p_has_takings = 0;
    SET p_items = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO
            v_line_no, v_product_id, v_qty, v_need, v_price_type, v_row_id, v_price, v_list_price, v_line_total, v_priced,
            v_batch_id, v_remaining, v_value, v_unit_cost, v_cost;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        -- the discount's share up to this line less what the lines before it took: the shares add up to the discount
        IF p_discount > 0 THEN
            SET v_running_total = v_running_total + v_line_total;
            SET v_share = (2 * p_discount * v_running_total * v_units_in_one + p_as_given) DIV (2 * p_as_given) * v_unit - v_shared;
            SET v_shared = v_shared + v_share;
        END IF;

        IF v_need > 0 THEN
            -- The whole line out of the oldest batch, if that still stands as the cursor saw it: a line before may have taken from it, or a
            -- page that locks no product.
            UPDATE batches SET
                remaining = v_remaining - v_need, stock_value = v_value - v_cost, status = IF(v_need = v_remaining, 'consumed', 'active'),
                adjusted_at = p_at, adjusted_by = p_user_id
            WHERE id = v_batch_id AND remaining = v_remaining AND stock_value = v_value AND status = 'active' AND v_cost IS NOT NULL;
            SET v_takings = NULL;
            IF ROW_COUNT() <> 1 THEN
                CALL _take_for_line(p_invoice_id, v_product_id, v_need, p_minor_units, p_user_id, p_at, v_cost, v_takings, v_allocations);
            END IF;
            SET p_has_takings = 1;
            SET p_cost = p_cost + v_cost;
        END IF;

        SET v_net = v_line_total - v_share;
        IF v_priced IS NULL THEN
            INSERT INTO invoice_out_items (
                invoice_out_id, line_no, row_id, product_id, quantity, total_price, selling_price, price_type, discount_share,
                total_cost, cost_price_per_unit, created_at, list_price)
            VALUES (
                p_invoice_id, v_line_no, v_row_id, v_product_id, v_qty, v_line_total, v_price, v_price_type, v_share,
                v_cost, CAST(v_cost AS DECIMAL(30,10)) / v_qty, p_at, v_list_price);
            SET v_item_id = LAST_INSERT_ID();
            -- a plain line's without a statement that names a function
            SET v_members = CONCAT(
                '"taxes":[],"unit":null,"stock_qty":', v_qty, ',"list_price":', v_list_price, ',"price_list_rate":', v_list_price,
                ',"discount_percent":null,"line_discount":', v_nothing, ',"free":false,"price_includes_tax":false,"net":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut),
                ',"tax_amount":', v_nothing, ',"gross":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut), ',"product_id":', v_product_id, ',"qty":', v_qty,
                ',"selling_price":', v_price, ',"total_price":', LEFT(v_line_total, CHAR_LENGTH(v_line_total) - v_cut),
                ',"discount_share":', LEFT(v_share, CHAR_LENGTH(v_share) - v_cut));
        ELSE
            CALL _post_priced_line(
                p_invoice_id, v_line_no, v_row_id, v_product_id, v_qty, v_line_total, v_price, v_price_type, v_share, v_cost, v_list_price, v_priced,
                v_tax_texts, p_minor_units, p_at, v_item_id, v_members);
        END IF;

        IF v_need = 0 THEN
            SET v_allocations = '';
        ELSEIF v_takings IS NULL THEN
            INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
            VALUES (v_item_id, v_batch_id, v_need, v_unit_cost, v_cost, p_user_id, p_at);
            IF p_entry_id IS NOT NULL THEN
                INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
                VALUES (p_entry_id, v_product_id, v_batch_id, 'sale', -v_need, -v_cost);
            END IF;
            SET v_allocations = CONCAT('{"batch_id":', v_batch_id, ',"qty":', v_need, ',"cost":', LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), '}');
        ELSE
            INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
            SELECT v_item_id, j.batch_id, j.qty, j.unit_cost, j.cost, p_user_id, p_at
            FROM JSON_TABLE(v_takings, '$[*]' COLUMNS (
                place FOR ORDINALITY,
                batch_id INT PATH '$[0]',
                qty DECIMAL(19,4) PATH '$[1]',
                unit_cost DECIMAL(19,6) PATH '$[2]',
                cost DECIMAL(19,4) PATH '$[3]'
            )) AS j
            ORDER BY j.place;
            IF p_entry_id IS NOT NULL THEN
                INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
                SELECT p_entry_id, v_product_id, j.batch_id, 'sale', -j.qty, -j.cost
                FROM JSON_TABLE(v_takings, '$[*]' COLUMNS (
                    batch_id INT PATH '$[0]', qty DECIMAL(19,4) PATH '$[1]', cost DECIMAL(19,4) PATH '$[3]'
                )) AS j
                ORDER BY j.batch_id;
            END IF;
        END IF;
        SET p_items = CONCAT(
            p_items, ',{"row_id":', COALESCE(JSON_QUOTE(v_row_id), 'null'), ',"item_id":', v_item_id, ',', v_members,
            ',"cost":', LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), ',"allocations":[', v_allocations, ']}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_priced) THEN
        CALL _raise_interrupted();
    END IF;
    IF p_taxes IS NOT NULL THEN
        CALL _post_line_taxes(p_invoice_id, JSON_EXTRACT(p_taxes, '$.rows'));
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
