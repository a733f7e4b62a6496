-- Lock the products of an amendment, those that the invoice has and those that it is to have, in ascending order, as a sale does.
-- Parameters: p_lines of _read_amended_lines. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products_of_amendment(IN p_invoice_id INT, IN p_lines JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*) INTO v_locked
    FROM (
        SELECT l.product_id FROM invoice_out_items AS l FORCE INDEX (invoice_out_id) WHERE l.invoice_out_id = p_invoice_id
        UNION
        SELECT j.product_id FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j
        ORDER BY product_id LIMIT 1000000
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;
END
