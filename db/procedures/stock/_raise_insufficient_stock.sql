-- Name the product that is short: what the whole invoice needs of it so far, and what there was before the invoice took any.
-- Parameters: p_invoice_id in the making; p_product_id; p_need of the line that cannot be had, whose takings are not written yet; p_missing of it.
-- Errors: INSUFFICIENT_STOCK.
CREATE PROCEDURE _raise_insufficient_stock(IN p_invoice_id INT, IN p_product_id INT, IN p_need DECIMAL(19,4), IN p_missing DECIMAL(19,4))
READS SQL DATA
BEGIN
    DECLARE v_available DECIMAL(19,4);
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    -- nothing is left, so what was taken is all there was
    SELECT COALESCE(SUM(a.qty), 0) + p_need - p_missing INTO v_available
    FROM invoice_out_items AS i FORCE INDEX (invoice_out_id)
    STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = i.id
    WHERE i.invoice_out_id = p_invoice_id AND i.product_id = p_product_id;
    SELECT p.name INTO v_name FROM products AS p WHERE p.id = p_product_id;
    CALL _raise('INSUFFICIENT_STOCK', p_product_id, v_available + p_missing, v_available, v_name);
END
