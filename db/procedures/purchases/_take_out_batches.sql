-- Take the batches of a purchase out of stock, with all that is left of them. They stay as rows, empty and reverted, and no sale takes from them.
-- Parameters: p_purchase_id, its batches locked (_lock_batches_of_purchase); p_count of them.
CREATE PROCEDURE _take_out_batches(IN p_purchase_id INT, IN p_count INT, IN p_user_id INT, IN p_at DATETIME)
MODIFIES SQL DATA
BEGIN
    DECLARE v_batch_id INT DEFAULT 0;
    DECLARE v_taken INT DEFAULT 0;
    WHILE v_taken < p_count DO
        SELECT MIN(b.id) INTO v_batch_id
        FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id AND b.id > v_batch_id;
        UPDATE batches SET remaining = 0, stock_value = 0, status = 'reverted', adjusted_at = p_at, adjusted_by = p_user_id WHERE id = v_batch_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        SET v_taken = v_taken + 1;
    END WHILE;
END
