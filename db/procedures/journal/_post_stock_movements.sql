-- The stock movements of a journal entry, from the allocations that its document wrote: one row for each product and batch.
-- Parameters: p_entry_id posted; p_type of inventory_transactions; p_invoice_id; p_after_id: the allocations of the invoice above this
-- id, of a sale the takings only: a repair posts it after goods came back.
CREATE PROCEDURE _post_stock_movements(
    IN p_entry_id INT,
    IN p_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_invoice_id INT,
    IN p_after_id INT
)
MODIFIES SQL DATA
BEGIN
    INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
    SELECT p_entry_id, b.product_id, b.id, p_type, -SUM(a.qty), -SUM(a.line_cost)
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
    STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = a.batch_id
    WHERE l.invoice_out_id = p_invoice_id AND a.id > p_after_id AND ((a.qty > 0 AND a.amendment_id IS NULL) OR p_type <> 'sale')
    GROUP BY b.product_id, b.id HAVING SUM(a.qty) <> 0 OR SUM(a.line_cost) <> 0
    ORDER BY b.product_id, b.id;
    IF ROW_COUNT() = 0 THEN
        CALL _raise_interrupted();
    END IF;
END
