-- The stock movements of a purchase, each of its batches whole, or of its reversal, what did not go back before.
-- Parameters: p_entry_id posted; p_type purchase, or purchase_reversal that takes out what came in; p_count of the batches that move.
CREATE PROCEDURE _post_purchase_movements(
    IN p_entry_id INT,
    IN p_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_purchase_id INT,
    IN p_count INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_sign TINYINT DEFAULT IF(p_type = 'purchase', 1, -1);
    INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
    SELECT w.entry_id, w.product_id, w.batch_id, w.transaction_type, v_sign * w.qty, v_sign * w.cost
    FROM (
        SELECT
            p_entry_id AS entry_id, b.product_id, b.id AS batch_id, p_type AS transaction_type,
            b.original_qty - IF(p_type = 'purchase', 0, COALESCE((
                SELECT SUM(i.qty) FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_of_batch) WHERE i.batch_id = b.id), 0)) AS qty,
            b.original_value - IF(p_type = 'purchase', 0, COALESCE((
                SELECT SUM(i.cost) FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_of_batch) WHERE i.batch_id = b.id), 0)) AS cost
        FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id
    ) AS w
    WHERE w.qty <> 0
    ORDER BY w.batch_id;
    IF ROW_COUNT() <> p_count THEN
        CALL _raise_interrupted();
    END IF;
END
