-- Lock the products of a return, in ascending order, as a sale does: before any number is taken, which others would wait for.
-- Parameters: p_lines of _plan_return. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products_of_return(IN p_lines JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT DISTINCT l.product_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (item_id INT PATH '$.item_id')) AS j
        STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = j.item_id
        ORDER BY l.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;
END
