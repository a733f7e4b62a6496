-- The stock movements of goods that went back to a supplier.
-- Parameters: p_entry_id posted; p_return_id.
CREATE PROCEDURE _post_purchase_return_movements(IN p_entry_id INT, IN p_return_id INT)
MODIFIES SQL DATA
BEGIN
    INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
    SELECT p_entry_id, b.product_id, b.id, 'purchase_reversal', -i.qty, -i.cost
    FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_once)
    STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = i.batch_id
    WHERE i.purchase_return_id = p_return_id;
    IF ROW_COUNT() < 1 THEN
        CALL _raise_interrupted();
    END IF;
END
