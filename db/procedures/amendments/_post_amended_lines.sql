-- The lines of an amendment: goods back, then goods taken, each line's new figures, and its old ones in the audit trail.
-- Parameters: p_amendment_id just made; p_plan of _tax_amended_lines and p_kept of _plan_amendment, products locked; p_discount, the part of the discount
-- that is spread over what is kept; p_reason and p_request_id of the request; p_at for TIMESTAMP columns, p_now UTC.
-- Returns: p_cost_change of all lines; p_items the member "items" of the answer. Errors: INSUFFICIENT_STOCK, VALIDATION.
-- Locks: batches, under their product's lock.
CREATE PROCEDURE _post_amended_lines(
    IN p_amendment_id INT,
    IN p_invoice_id INT,
    IN p_plan JSON,
    IN p_kept DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_user_id INT,
    IN p_at DATETIME,
    IN p_now DATETIME,
    OUT p_cost_change DECIMAL(19,4),
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done, v_settles, v_includes_tax, v_taxes_change TINYINT DEFAULT 0;
    DECLARE v_line_no, v_item_id, v_product_id INT DEFAULT 0;
    DECLARE v_running, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_qty, v_total, v_kept, v_back_qty, v_back_value, v_back_share, v_back_tax, v_share, v_old_qty, v_old_cost, v_cost DECIMAL(19,4);
    DECLARE v_unit_qty, v_percent, v_line_discount, v_tax, v_added_tax DECIMAL(19,4);
    DECLARE v_price, v_unit_price, v_list_price, v_factor DECIMAL(19,6);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_returned, v_piece, v_taxes JSON;
    DECLARE v_allocations, v_before, v_after, v_tax_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, j.item_id, j.product_id, j.qty, j.price, j.price_type, j.row_id, j.unit, j.unit_factor, j.unit_qty, j.unit_price, j.list_price,
            j.discount_percent, j.line_discount, j.line_total, j.total, j.back_qty, j.back_value, j.back_share, j.back_tax, j.price_includes_tax,
            COALESCE(j.line_tax, 0), COALESCE(j.line_added_tax, 0), COALESCE(j.taxes_change, 0), j.taxes, COALESCE(j.tax_texts, '')
        FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            item_id INT PATH '$.item_id',
            product_id INT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            price DECIMAL(19,6) PATH '$.price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
            unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.unit',
            unit_factor DECIMAL(19,6) PATH '$.unit_factor',
            unit_qty DECIMAL(19,4) PATH '$.unit_qty',
            unit_price DECIMAL(19,6) PATH '$.unit_price',
            list_price DECIMAL(19,6) PATH '$.list_price',
            discount_percent DECIMAL(7,4) PATH '$.discount_percent',
            line_discount DECIMAL(19,4) PATH '$.line_discount',
            line_total DECIMAL(19,4) PATH '$.line_total',
            total DECIMAL(19,4) PATH '$.total',
            back_qty DECIMAL(19,4) PATH '$.back_qty',
            back_value DECIMAL(19,4) PATH '$.back_value',
            back_share DECIMAL(19,4) PATH '$.back_share',
            back_tax DECIMAL(19,4) PATH '$.back_tax',
            price_includes_tax TINYINT PATH '$.price_includes_tax',
            line_tax DECIMAL(19,4) PATH '$.line_tax',
            line_added_tax DECIMAL(19,4) PATH '$.line_added_tax',
            taxes_change TINYINT PATH '$.taxes_change',
            taxes JSON PATH '$.taxes',
            tax_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.tax_texts'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _give_back_amended(p_amendment_id, p_plan, p_minor_units, p_user_id, p_at, v_returned);
    SET p_cost_change = 0;
    SET p_items = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO
            v_line_no, v_item_id, v_product_id, v_qty, v_price, v_price_type, v_row_id, v_unit, v_factor, v_unit_qty, v_unit_price, v_list_price,
            v_percent, v_line_discount, v_total, v_kept, v_back_qty, v_back_value, v_back_share, v_back_tax, v_includes_tax,
            v_tax, v_added_tax, v_taxes_change, v_taxes, v_tax_texts;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        -- as in a sale: the discount's share up to this line less what the lines before it took
        SET v_share = v_back_share;
        IF p_discount > 0 THEN
            SET v_running = v_running + v_kept;
            SET v_share = v_share + _ratio(p_discount, v_running, p_kept, p_minor_units) - v_shared;
            SET v_shared = v_shared + v_share - v_back_share;
        END IF;

        SET v_settles = 0;
        SET v_old_qty = 0;
        SET v_old_cost = 0;
        SET v_before = NULL;
        IF v_item_id = 0 THEN
            INSERT INTO invoice_out_items (
                invoice_out_id, line_no, row_id, product_id, quantity, total_price, selling_price, price_type, discount_share, unit, unit_factor,
                unit_qty, unit_price, list_price, discount_percent, line_discount, price_includes_tax, tax_amount, added_tax, total_cost, created_at)
            VALUES (
                p_invoice_id, v_line_no, v_row_id, v_product_id, v_qty, v_total, v_price, v_price_type, v_share, v_unit, v_factor,
                v_unit_qty, v_unit_price, v_list_price, v_percent, v_line_discount, v_includes_tax, v_tax, v_added_tax, 0, p_at);
            SET v_item_id = LAST_INSERT_ID();
        ELSE
            SELECT
                l.quantity, l.total_cost, l.quantity <> v_qty OR l.total_price - l.discount_share <> v_total - v_share OR v_taxes_change,
                _line_figures_json(
                    l.quantity, l.selling_price, l.price_type, l.row_id, l.total_price, l.discount_share, l.unit, l.unit_qty, l.unit_price,
                    l.discount_percent, l.line_discount, l.price_includes_tax, l.tax_amount, l.total_cost, p_minor_units)
            INTO v_old_qty, v_old_cost, v_settles, v_before
            FROM invoice_out_items AS l WHERE l.id = v_item_id;
        END IF;

        IF v_qty >= v_old_qty THEN
            CALL _take_for_amended_line(
                p_amendment_id, p_invoice_id, v_item_id, v_product_id, v_qty - v_old_qty, p_minor_units, p_user_id, p_at, v_cost, v_allocations);
        ELSE
            SET v_piece = JSON_EXTRACT(v_returned, CONCAT('$."', v_item_id, '"'));
            -- where a KILL cut the cursor short
            IF v_piece IS NULL THEN
                CALL _raise_interrupted();
            END IF;
            SET v_cost = -CAST(JSON_UNQUOTE(JSON_EXTRACT(v_piece, '$.cost')) AS DECIMAL(19,4));
            SET v_allocations = JSON_UNQUOTE(JSON_EXTRACT(v_piece, '$.allocations'));
        END IF;
        SET p_cost_change = p_cost_change + v_cost;

        SET v_after = _line_figures_json(
            v_qty, v_price, v_price_type, v_row_id, v_total, v_share, v_unit, v_unit_qty, v_unit_price, v_percent, v_line_discount, v_includes_tax, v_tax,
            v_old_cost + v_cost, p_minor_units);
        IF NOT v_before <=> v_after OR v_taxes_change THEN
            UPDATE invoice_out_items SET
                quantity = v_qty, total_price = v_total, selling_price = v_price, price_type = v_price_type, row_id = v_row_id, discount_share = v_share,
                unit = v_unit, unit_factor = v_factor, unit_qty = v_unit_qty, unit_price = v_unit_price, list_price = v_list_price,
                discount_percent = v_percent, line_discount = v_line_discount, price_includes_tax = v_includes_tax, tax_amount = v_tax, added_tax = v_added_tax,
                total_cost = v_old_cost + v_cost, cost_price_per_unit = IF(v_qty = 0, 0, CAST(v_old_cost + v_cost AS DECIMAL(30,10)) / v_qty),
                -- what came back by now keeps its value, where that of the line changes: what is kept is worth what is left
                settled_qty = IF(v_settles, v_back_qty, settled_qty), settled_value = IF(v_settles, v_back_value + IF(v_includes_tax, 0, v_back_tax), settled_value),
                settled_share = IF(v_settles, v_back_share, settled_share)
            WHERE id = v_item_id;
            IF ROW_COUNT() <> 1 AND NOT v_before <=> v_after AND (v_before IS NOT NULL OR v_cost <> 0) THEN
                CALL _raise_interrupted();
            END IF;
        END IF;
        IF NOT v_before <=> v_after THEN
            CALL _audit('amend', 'invoice_out_items', v_item_id, v_before, v_after, p_reason, p_user_id, p_request_id, p_now);
        END IF;
        -- also where only what is settled of them changes
        IF v_taxes_change OR (v_settles AND JSON_LENGTH(v_taxes) > 0) THEN
            CALL _write_amended_taxes(v_item_id, v_taxes);
        END IF;

        SET p_items = CONCAT(
            p_items, ',{"row_id":', _json_text(v_row_id), ',"item_id":', v_item_id, ',"taxes":[', v_tax_texts, '],',
            _sold_line_json(
                v_product_id, v_qty, v_price, v_unit, v_unit_qty, v_unit_price, v_list_price, v_percent, v_line_discount, v_total, v_share,
                v_includes_tax, v_total - v_share + v_added_tax, v_tax, p_minor_units),
            ',"cost":', _money(v_old_cost + v_cost, p_minor_units), ',"allocations":[', v_allocations, ']}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_plan) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_items = CONCAT('[', SUBSTRING(p_items, 2), ']');
END
