-- Lock what a purchase brought, products before batches, as a sale does. All of it must be there still: what was sold or otherwise left cannot
-- go back. What was sold and came back is there; what went back before, a part, is not missed.
-- Parameters: p_purchase_id, locked. Returns: p_count of its batches; p_left_count of those that have not gone back whole. Errors: BATCH_CONSUMED.
-- Locks: products, by primary key, ascending; batches by batches_of_purchase, under their product's lock.
CREATE PROCEDURE _lock_batches_of_purchase(IN p_purchase_id INT, OUT p_count INT, OUT p_left_count INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked, v_gone_id INT;
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT DISTINCT b.product_id FROM batches AS b FORCE INDEX (batches_of_purchase)
        WHERE b.purchase_id = p_purchase_id ORDER BY b.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    SELECT
        COUNT(*), COUNT(IF(b.remaining > 0, 1, NULL)),
        MIN(IF(
            b.remaining = b.original_qty - COALESCE((
                SELECT SUM(i.qty) FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_of_batch) WHERE i.batch_id = b.id), 0)
            AND b.stock_value = b.original_value - COALESCE((
                SELECT SUM(i.cost) FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_of_batch) WHERE i.batch_id = b.id), 0)
            AND b.status = IF(b.remaining > 0, 'active', 'consumed'), NULL, b.id))
    INTO p_count, p_left_count, v_gone_id
    FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id
    FOR UPDATE;
    IF v_gone_id IS NOT NULL THEN
        CALL _raise_batch_consumed(v_gone_id);
    END IF;
END
