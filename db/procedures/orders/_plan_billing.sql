-- What the next invoice of an order bills: its lines at the agreed prices, with their parts of the agreed discounts. A discount in money is shared by
-- cumulative quantity, the order's over its lines first: what a part takes is what is due up to it less what live invoices took, so that the last one
-- takes the rest. A line's percent stands on each part of it.
-- Parameters: p_order_id, locked; p_asked of _read_order_quantities, NULL for all that is left.
-- Returns: p_lines in the form of _read_invoice_lines, with agreed_price in the pricing of what is agreed to cost nothing and unit_factor in that of a
-- unit: what it held when it was agreed; p_parts a JSON array of
-- [order_item_id, qty, line_discount, order_discount]; p_discount of the invoice, in currency units.
-- Errors: INVALID_QUANTITY.
CREATE PROCEDURE _plan_billing(
    IN p_order_id INT,
    IN p_asked JSON,
    IN p_minor_units TINYINT,
    OUT p_lines JSON,
    OUT p_parts JSON,
    OUT p_discount DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id, v_product_id INT;
    DECLARE v_seen INT DEFAULT 0;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_price, v_factor DECIMAL(19,6);
    DECLARE v_percent, v_rate DECIMAL(7,4);
    DECLARE v_includes_tax TINYINT;
    DECLARE v_agreed, v_order_total, v_total, v_amount, v_qty, v_billed, v_part, v_line_taken, v_order_taken DECIMAL(19,4);
    DECLARE v_share, v_line_discount, v_order_discount DECIMAL(19,4);
    DECLARE v_running, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_items CURSOR FOR
        SELECT
            i.id, i.row_id, i.product_id, i.unit, i.unit_factor, i.price_type, i.selling_price, i.discount_percent, i.discount_amount, i.tax_rate,
            i.price_includes_tax, i.total_price, i.qty, i.invoiced_qty,
            IF(p_asked IS NULL, i.qty - i.invoiced_qty, COALESCE((
                SELECT SUM(a.qty) FROM JSON_TABLE(p_asked, '$[*]' COLUMNS (item_id INT PATH '$[0]', qty DECIMAL(19,4) PATH '$[1]')) AS a
                WHERE a.item_id = i.id), 0)),
            COALESCE(SUM(IF(v.id IS NULL, 0, b.line_discount)), 0), COALESCE(SUM(IF(v.id IS NULL, 0, b.order_discount)), 0)
        FROM order_items AS i FORCE INDEX (order_items_in_order)
        LEFT JOIN order_invoice_items AS b FORCE INDEX (PRIMARY) ON b.order_item_id = i.id
        LEFT JOIN invoices_out AS v FORCE INDEX (PRIMARY) ON v.id = b.invoice_id AND v.delivered NOT IN ('canceled', 'reverted')
        WHERE i.order_id = p_order_id
        GROUP BY
            i.id, i.line_no, i.row_id, i.product_id, i.unit, i.unit_factor, i.price_type, i.selling_price, i.discount_percent, i.discount_amount, i.tax_rate,
            i.price_includes_tax, i.total_price, i.qty, i.invoiced_qty
        ORDER BY i.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT o.discount_amount, SUM(i.total_price) INTO v_agreed, v_order_total
    FROM orders AS o FORCE INDEX (PRIMARY) STRAIGHT_JOIN order_items AS i FORCE INDEX (order_items_in_order) ON i.order_id = o.id
    WHERE o.id = p_order_id GROUP BY o.id, o.discount_amount;
    SET p_discount = 0;
    OPEN c_items;
    each_item: LOOP
        FETCH c_items INTO
            v_item_id, v_row_id, v_product_id, v_unit, v_factor, v_price_type, v_price, v_percent, v_amount, v_rate, v_includes_tax, v_total, v_qty, v_billed,
            v_part, v_line_taken, v_order_taken;
        IF v_done THEN
            LEAVE each_item;
        END IF;
        SET v_seen = v_seen + 1;
        SET v_share = 0;
        IF v_agreed > 0 THEN
            SET v_running = v_running + v_total;
            SET v_share = _ratio(v_agreed, v_running, v_order_total, p_minor_units) - v_shared;
            SET v_shared = v_shared + v_share;
        END IF;
        IF v_part > v_qty - v_billed THEN
            CALL _raise('INVALID_QUANTITY.of_order', v_item_id, v_part, v_qty - v_billed, NULL);
        END IF;
        IF v_part > 0 THEN
            -- more than is due by now may be taken where an invoice between was undone
            SET v_line_discount = IF(v_amount IS NULL, 0, GREATEST(_ratio(v_amount, v_billed + v_part, v_qty, p_minor_units) - v_line_taken, 0));
            SET v_order_discount = GREATEST(_ratio(v_share, v_billed + v_part, v_qty, p_minor_units) - v_order_taken, 0);
            SET p_discount = p_discount + v_order_discount;
            SET v_pricing = CONCAT(
                IF(v_unit IS NULL, '', CONCAT(',"unit":', JSON_QUOTE(v_unit))),
                IF(v_factor IS NULL, '', CONCAT(',"unit_factor":"', v_factor, '"')),
                IF(v_price > 0, '', ',"agreed_price":"0"'),
                IF(v_percent IS NULL, '', CONCAT(',"discount_percent":"', v_percent, '"')),
                IF(v_line_discount = 0, '', CONCAT(',"discount_amount":"', v_line_discount, '"')),
                IF(v_rate IS NULL, '', CONCAT(',"tax_rate":"', v_rate, '"')),
                IF(v_includes_tax IS NULL, '', CONCAT(',"price_includes_tax":', v_includes_tax)));
            SET v_lines = CONCAT(
                v_lines, ',{"product_id":', v_product_id, ',"qty":"', v_part, '","selling_price":', IF(v_price > 0, CONCAT('"', v_price, '"'), 'null'),
                ',"price_type":"', v_price_type, '","row_id":', _json_text(v_row_id),
                ',"pricing":', IF(v_pricing = '', 'null', JSON_QUOTE(CONCAT('{', SUBSTRING(v_pricing, 2), '}'))), '}');
            SET v_parts = CONCAT(v_parts, ',[', v_item_id, ',"', v_part, '","', v_line_discount, '","', v_order_discount, '"]');
        END IF;
    END LOOP;
    CLOSE c_items;
    -- where a KILL cut the cursor short
    IF v_seen <> (SELECT COUNT(*) FROM order_items AS i FORCE INDEX (order_items_in_order) WHERE i.order_id = p_order_id) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
    SET p_parts = CONCAT('[', SUBSTRING(v_parts, 2), ']');
END
