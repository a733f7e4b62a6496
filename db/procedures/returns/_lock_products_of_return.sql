-- Lock the products of a return, and those that are sold in exchange, in one ascending order, as a sale does: before any number is taken, which
-- others would wait for.
-- Parameters: p_lines of _plan_return; p_exchange_lines of _read_invoice_lines, or NULL. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products_of_return(IN p_lines JSON, IN p_exchange_lines JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT l.product_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (item_id INT PATH '$.item_id')) AS j
        STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = j.item_id
        UNION
        SELECT j.product_id FROM JSON_TABLE(p_exchange_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j
        ORDER BY product_id LIMIT 2001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;
END
