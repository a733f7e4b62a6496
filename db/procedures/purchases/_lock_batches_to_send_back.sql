-- Lock the batches that goods go back from, products before batches, as a sale does. Each must be the purchase's, with enough left in it.
-- Parameters: p_purchase_id, locked; p_lines of _read_purchase_return_items. Errors: UNKNOWN_BATCH, BATCH_CONSUMED.
-- Locks: products, then batches, by primary key, ascending.
CREATE PROCEDURE _lock_batches_to_send_back(IN p_purchase_id INT, IN p_lines JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    DECLARE v_foreign_id, v_short_id BIGINT;
    DECLARE v_qty, v_left DECIMAL(19,4);
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    -- a batch never changes its purchase or product, so this needs no lock
    SELECT MIN(j.batch_id) INTO v_foreign_id
    FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (batch_id BIGINT PATH '$.batch_id')) AS j
    LEFT JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = j.batch_id
    WHERE NOT b.purchase_id <=> p_purchase_id;
    IF v_foreign_id IS NOT NULL THEN
        CALL _raise('UNKNOWN_BATCH', p_purchase_id, v_foreign_id, NULL, NULL);
    END IF;

    -- the derived tables are materialized in their order, which so becomes the order of the locks; LIMIT keeps them from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT DISTINCT b.product_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (batch_id BIGINT PATH '$.batch_id')) AS j
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = j.batch_id
        ORDER BY b.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    SELECT MIN(IF(b.status = 'active' AND b.remaining >= w.qty, NULL, b.id)) INTO v_short_id
    FROM (
        SELECT j.batch_id, j.qty
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (batch_id BIGINT PATH '$.batch_id', qty DECIMAL(19,4) PATH '$.qty')) AS j
        ORDER BY j.batch_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = w.batch_id
    FOR UPDATE;
    IF v_short_id IS NOT NULL THEN
        SELECT MAX(j.qty) INTO v_qty
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (batch_id BIGINT PATH '$.batch_id', qty DECIMAL(19,4) PATH '$.qty')) AS j WHERE j.batch_id = v_short_id;
        SELECT b.remaining, p.name INTO v_left, v_name
        FROM batches AS b STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = b.product_id WHERE b.id = v_short_id;
        CALL _raise('BATCH_CONSUMED.to_send_back', v_short_id, v_qty, v_left, v_name);
    END IF;
END
