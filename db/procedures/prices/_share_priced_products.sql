-- Share the products that get prices, ascending, as postings lock them (_lock_products). The foreign key of each price would share them one by one, in the order
-- of the list, and deadlock with a sale.
-- Parameters: p_prices a list of objects with product_id. Locks: products, by primary key, shared.
CREATE PROCEDURE _share_priced_products(IN p_prices JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(p.id) INTO v_locked
    FROM (
        SELECT j.product_id FROM JSON_TABLE(p_prices, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j ORDER BY j.product_id LIMIT 1001
    ) AS w
    LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    LOCK IN SHARE MODE;
END
