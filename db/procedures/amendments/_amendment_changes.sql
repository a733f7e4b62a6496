-- Whether the plan of an amendment changes any line.
-- Parameters: p_plan of _plan_amendment. Returns: p_changes.
CREATE PROCEDURE _amendment_changes(IN p_plan JSON, OUT p_changes TINYINT)
READS SQL DATA
BEGIN
    SELECT COUNT(*) > 0 INTO p_changes
    FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (
        item_id INT PATH '$.item_id',
        qty DECIMAL(19,4) PATH '$.qty',
        price DECIMAL(19,6) PATH '$.price',
        price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
        row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.row_id'
    )) AS j
    LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = j.item_id
    WHERE l.id IS NULL OR l.quantity <> j.qty OR l.selling_price <> j.price OR l.price_type <> j.price_type OR NOT l.row_id <=> j.row_id;
END
