-- The stock movements of a purchase, or of its reversal: each of its batches, whole.
-- Parameters: p_entry_id posted; p_type purchase, or purchase_reversal that takes out what came in; p_count of its batches.
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
    SELECT p_entry_id, b.product_id, b.id, p_type, v_sign * b.original_qty, v_sign * b.original_value
    FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id
    ORDER BY b.id;
    IF ROW_COUNT() <> p_count THEN
        CALL _raise_interrupted();
    END IF;
END
