-- The stock movement of a batch's receipt. Parameters: p_entry_id its entry; quantity and value received.
CREATE PROCEDURE _post_receipt_movement(
    IN p_entry_id INT,
    IN p_batch_id INT,
    IN p_product_id INT,
    IN p_qty DECIMAL(19,4),
    IN p_value DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
    VALUES (p_entry_id, p_product_id, p_batch_id, 'purchase', p_qty, p_value);
END
