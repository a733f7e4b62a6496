-- The stock movements of an adjustment's entry, one for each of its items. Parameters: p_entry_id; p_adjusted_id the adjustment's id.
CREATE PROCEDURE _post_adjustment_movements(IN p_entry_id INT, IN p_adjusted_id INT)
MODIFIES SQL DATA
BEGIN
    INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
    SELECT p_entry_id, i.product_id, i.batch_id, IF(i.qty > 0, 'adjustment_in', 'adjustment_out'), i.qty, i.cost
    FROM stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) WHERE i.adjustment_id = p_adjusted_id
    ORDER BY i.id;
    IF ROW_COUNT() = 0 THEN
        CALL _raise_interrupted();
    END IF;
END
