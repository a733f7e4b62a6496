-- Lock the products of a sale, in ascending order, for a product is the mutex of its FIFO queue. Whether they may be sold is asked where they are
-- priced (_price_sale).
-- Parameters: p_lines of _read_invoice_lines. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products(IN p_lines JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT j.product_id FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j
        ORDER BY j.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;
END
