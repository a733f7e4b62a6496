-- Which batches a sale took from, where a line's row is missing: the movement of the sale's entry says how much of which batch is lacking, and it is
-- tied again where only one line of the product can have taken it.
-- Parameters: p_invoice_id, its customer and products locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_takings(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_batch_id, v_product_id, v_line_id, v_line_count, v_taking_id INT;
    DECLARE v_qty, v_cost DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);
    DECLARE c_lacking CURSOR FOR
        SELECT m.batch_id, m.product_id, -m.qty - COALESCE(t.qty, 0), -m.total_cost - COALESCE(t.cost, 0), b.unit_cost
        FROM journal_entries AS e FORCE INDEX (journal_entries_once)
        STRAIGHT_JOIN inventory_transactions AS m FORCE INDEX (inventory_transactions_once) ON m.journal_entry_id = e.id AND m.transaction_type = 'sale'
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = m.batch_id
        LEFT JOIN (
            SELECT a.batch_id, SUM(a.qty) AS qty, SUM(a.line_cost) AS cost
            FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
            STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
            WHERE l.invoice_out_id = p_invoice_id AND a.qty > 0 AND a.amendment_id IS NULL GROUP BY a.batch_id
        ) AS t ON t.batch_id = m.batch_id
        WHERE e.reference_type = 'invoices_out' AND e.reference_id = p_invoice_id AND e.entry_type = 'invoice_cogs' AND -m.qty > COALESCE(t.qty, 0)
        ORDER BY m.batch_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lacking;
    each_batch: LOOP
        FETCH c_lacking INTO v_batch_id, v_product_id, v_qty, v_cost, v_unit_cost;
        IF v_done THEN
            LEAVE each_batch;
        END IF;
        SELECT COUNT(*), MAX(w.id) INTO v_line_count, v_line_id
        FROM (
            SELECT l.id
            FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
            LEFT JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id AND (a.qty > 0 OR a.amendment_id IS NOT NULL)
            WHERE l.invoice_out_id = p_invoice_id AND l.product_id = v_product_id
            GROUP BY l.id, l.quantity HAVING l.quantity - COALESCE(SUM(a.qty), 0) >= v_qty
        ) AS w;
        IF v_line_count = 1 AND v_cost >= 0 THEN
            INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
            VALUES (v_line_id, v_batch_id, v_qty, v_unit_cost, v_cost, p_user_id, _as_timestamp(p_now));
            SET v_taking_id = LAST_INSERT_ID();
            CALL _note_repair(
                'line_quantity_is_allocated', 'sale_item_allocations', v_taking_id, 'qty', NULL, v_qty, p_user_id, p_request_id, p_now, p_changes);
        END IF;
    END LOOP;
    CLOSE c_lacking;
END
