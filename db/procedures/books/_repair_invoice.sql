-- What follows from an invoice's documents: the takings that tie its lines to batches, the costs of its lines from their takings, its cost, profit and returns, what is paid, what is open, in another currency,
-- too, and so its status; and its entries, where it has none.
-- Parameters: p_invoice_id, its customer, work order and products locked; the rest, and p_changes, as in _note_repair.
-- Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_invoice(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id INT;
    DECLARE v_old_cost, v_cost DECIMAL(19,4);
    DECLARE c_lines CURSOR FOR
        SELECT l.id, l.total_cost, c.expected + COALESCE(f.difference, 0)
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        INNER JOIN _check_line_cost_is_its_allocations AS c ON c.row_id = l.id
        LEFT JOIN adoption_findings AS f FORCE INDEX (PRIMARY)
            ON f.check_name = 'line_cost_is_its_allocations' AND f.table_name = 'invoice_out_items' AND f.row_id = l.id
        WHERE l.invoice_out_id = p_invoice_id ORDER BY l.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _repair_takings(p_invoice_id, p_user_id, p_request_id, p_now, p_changes);
    SET v_done = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_item_id, v_old_cost, v_cost;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF v_cost >= 0 THEN
            UPDATE invoice_out_items SET total_cost = v_cost, cost_price_per_unit = IF(quantity = 0, 0, CAST(v_cost AS DECIMAL(30,10)) / quantity) WHERE id = v_item_id;
            CALL _note_repair(
                'line_cost_is_its_allocations', 'invoice_out_items', v_item_id, 'total_cost', v_old_cost, v_cost, p_user_id, p_request_id, p_now, p_changes);
        END IF;
    END LOOP;
    CLOSE c_lines;
    CALL _repair_invoice_figures(p_invoice_id, p_user_id, p_request_id, p_now, p_changes);
    CALL _repair_invoice_currency(p_invoice_id, p_user_id, p_request_id, p_now, p_changes);
    CALL _repair_sale_entries(p_invoice_id, p_user_id, p_request_id, p_now, p_changes);
END
