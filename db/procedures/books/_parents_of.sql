-- What must be locked before a row is repaired: what it belongs to, and the products of what it may move.
-- Parameters: p_table and p_id of _rows_to_repair.
-- Returns: p_locks, to which it adds ",[place, id]" for each: 1 customer, 2 supplier, 3 work order, 4 order, 5 invoice, 6 purchase, 7 product, 8 coupon,
-- 9 voucher, 10 the series of a branch. What a customer's debit notes and their payments belong to is the customer.
CREATE PROCEDURE _parents_of(
    IN p_table VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_id INT,
    INOUT p_locks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_invoice_id, v_customer_id, v_work_order_id, v_adjusted_id, v_batch_id, v_purchase_id, v_supplier_id, v_branch_id, v_product_id, v_coupon_id, v_order_id, v_voucher_id INT;
    DECLARE c_products CURSOR FOR
        SELECT l.product_id FROM invoice_out_items AS l FORCE INDEX (invoice_out_id) WHERE l.invoice_out_id = v_invoice_id
        UNION
        SELECT b.product_id
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = a.batch_id
        WHERE l.invoice_out_id = v_invoice_id
        UNION
        SELECT i.product_id FROM stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) WHERE i.adjustment_id = v_adjusted_id
        UNION
        SELECT b.product_id FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = v_purchase_id
        UNION
        SELECT b.product_id FROM batches AS b FORCE INDEX (PRIMARY) WHERE b.id = v_batch_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CASE p_table
        WHEN 'customers' THEN SET v_customer_id = p_id;
        WHEN 'wallet_transactions' THEN SELECT w.customer_id INTO v_customer_id FROM wallet_transactions AS w WHERE w.id = p_id;
        WHEN 'work_orders' THEN SET v_work_order_id = p_id;
        WHEN 'orders' THEN SET v_order_id = p_id;
        WHEN 'invoices_out' THEN SET v_invoice_id = p_id;
        WHEN 'customer_debit_notes' THEN SELECT n.customer_id INTO v_customer_id FROM customer_debit_notes AS n WHERE n.id = p_id;
        WHEN 'invoice_payments' THEN
            SELECT p.invoice_id, n.customer_id INTO v_invoice_id, v_customer_id
            FROM invoice_payments AS p LEFT JOIN customer_debit_notes AS n FORCE INDEX (PRIMARY) ON n.id = p.debit_note_id WHERE p.id = p_id;
        WHEN 'invoice_returns' THEN SELECT r.invoice_id INTO v_invoice_id FROM invoice_returns AS r WHERE r.id = p_id;
        WHEN 'stock_adjustments' THEN SET v_adjusted_id = p_id;
        WHEN 'batches' THEN SET v_batch_id = p_id;
        WHEN 'purchases' THEN SET v_purchase_id = p_id;
        WHEN 'purchase_returns' THEN SELECT r.purchase_id INTO v_purchase_id FROM purchase_returns AS r WHERE r.id = p_id;
        WHEN 'suppliers' THEN SET v_supplier_id = p_id;
        WHEN 'supplier_payments' THEN SELECT p.supplier_id INTO v_supplier_id FROM supplier_payments AS p WHERE p.id = p_id;
        WHEN 'coupons' THEN SET v_coupon_id = p_id;
        WHEN 'journal_vouchers' THEN SET v_voucher_id = p_id;
        WHEN 'number_series' THEN SET v_branch_id = p_id;
        ELSE
            SELECT
                IF(e.reference_type = 'invoices_out', e.reference_id, COALESCE(r.invoice_id, m.invoice_id)), IF(e.reference_type = 'stock_adjustments', e.reference_id, NULL),
                IF(e.reference_type = 'batches', e.reference_id, NULL), IF(e.reference_type = 'purchases', e.reference_id, sb.purchase_id),
                IF(e.reference_type = 'journal_vouchers', e.reference_id, NULL)
            INTO v_invoice_id, v_adjusted_id, v_batch_id, v_purchase_id, v_voucher_id
            FROM journal_entries AS e
            LEFT JOIN invoice_returns AS r FORCE INDEX (PRIMARY) ON r.id = e.reference_id AND e.reference_type = 'invoice_returns'
            LEFT JOIN invoice_amendments AS m FORCE INDEX (PRIMARY) ON m.id = e.reference_id AND e.reference_type = 'invoice_amendments'
            LEFT JOIN purchase_returns AS sb FORCE INDEX (PRIMARY) ON sb.id = e.reference_id AND e.reference_type = 'purchase_returns'
            WHERE e.id = p_id;
    END CASE;
    IF v_invoice_id IS NOT NULL THEN
        SELECT i.customer_id, i.work_order_id INTO v_customer_id, v_work_order_id FROM invoices_out AS i WHERE i.id = v_invoice_id;
    END IF;
    IF v_order_id IS NOT NULL THEN
        SELECT o.customer_id INTO v_customer_id FROM orders AS o WHERE o.id = v_order_id;
    END IF;

    IF v_purchase_id IS NOT NULL THEN
        SELECT p.supplier_id INTO v_supplier_id FROM purchases AS p WHERE p.id = v_purchase_id;
    END IF;

    SET p_locks = CONCAT(
        p_locks, COALESCE(CONCAT(',[1,', v_customer_id, ']'), ''), COALESCE(CONCAT(',[2,', v_supplier_id, ']'), ''),
        COALESCE(CONCAT(',[3,', v_work_order_id, ']'), ''), COALESCE(CONCAT(',[4,', v_order_id, ']'), ''),
        COALESCE(CONCAT(',[5,', v_invoice_id, ']'), ''), COALESCE(CONCAT(',[6,', v_purchase_id, ']'), ''),
        COALESCE(CONCAT(',[8,', v_coupon_id, ']'), ''), COALESCE(CONCAT(',[9,', v_voucher_id, ']'), ''),
        COALESCE(CONCAT(',[10,', v_branch_id, ']'), ''));
    SET v_done = 0;
    OPEN c_products;
    each_product: LOOP
        FETCH c_products INTO v_product_id;
        IF v_done THEN
            LEAVE each_product;
        END IF;
        SET p_locks = CONCAT(p_locks, ',[7,', v_product_id, ']');
    END LOOP;
    CLOSE c_products;
END
