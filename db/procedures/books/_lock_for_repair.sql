-- Lock what a repair may change, in the package's order: what the rows of a unit belong to first.
-- Parameters: p_units of _rows_to_repair.
-- Locks: customers, work orders, invoices, products, each ascending by primary key; number series of the branches that rows or their documents
-- belong to, JE and PAY last.
CREATE PROCEDURE _lock_for_repair(IN p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_place, v_id, v_locked INT;
    DECLARE v_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE c_locks CURSOR FOR
        WITH
        units AS (
            SELECT u.table_name, u.row_id
            FROM JSON_TABLE(p_units, '$[*]' COLUMNS (
                table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
                NESTED PATH '$[1][*]' COLUMNS (row_id INT PATH '$')
            )) AS u
        ),
        invoices AS (
            SELECT u.row_id AS invoice_id FROM units AS u WHERE u.table_name = 'invoices_out'
            UNION
            SELECT p.invoice_id FROM units AS u STRAIGHT_JOIN invoice_payments AS p FORCE INDEX (PRIMARY) ON p.id = u.row_id
            WHERE u.table_name = 'invoice_payments'
            UNION
            SELECT r.invoice_id FROM units AS u STRAIGHT_JOIN invoice_returns AS r FORCE INDEX (PRIMARY) ON r.id = u.row_id
            WHERE u.table_name = 'invoice_returns'
            UNION
            SELECT COALESCE(r.invoice_id, e.reference_id)
            FROM units AS u
            STRAIGHT_JOIN journal_entries AS e FORCE INDEX (PRIMARY) ON e.id = u.row_id
            LEFT JOIN invoice_returns AS r FORCE INDEX (PRIMARY) ON r.id = e.reference_id AND e.reference_type = 'invoice_returns'
            WHERE u.table_name = 'journal_entries' AND e.reference_type IN ('invoices_out', 'invoice_returns')
        ),
        batch_products AS (
            SELECT b.product_id
            FROM units AS u STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = u.row_id WHERE u.table_name = 'batches'
            UNION
            SELECT b.product_id
            FROM units AS u
            STRAIGHT_JOIN journal_entries AS e FORCE INDEX (PRIMARY) ON e.id = u.row_id AND e.reference_type = 'batches'
            STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = e.reference_id
            WHERE u.table_name = 'journal_entries'
            UNION
            SELECT i.product_id
            FROM units AS u
            STRAIGHT_JOIN stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) ON i.adjustment_id = u.row_id
            WHERE u.table_name = 'stock_adjustments'
            UNION
            SELECT i.product_id
            FROM units AS u
            STRAIGHT_JOIN journal_entries AS e FORCE INDEX (PRIMARY) ON e.id = u.row_id AND e.reference_type = 'stock_adjustments'
            STRAIGHT_JOIN stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) ON i.adjustment_id = e.reference_id
            WHERE u.table_name = 'journal_entries'
            UNION
            SELECT l.product_id
            FROM invoices AS v STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = v.invoice_id
            UNION
            SELECT b.product_id
            FROM invoices AS v
            STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = v.invoice_id
            STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
            STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = a.batch_id
        )
        SELECT k.place, k.id, k.kind
        FROM (
            SELECT 1 AS place, u.row_id AS id, NULL AS kind FROM units AS u WHERE u.table_name = 'customers'
            UNION
            SELECT 1, w.customer_id, NULL FROM units AS u STRAIGHT_JOIN wallet_transactions AS w FORCE INDEX (PRIMARY) ON w.id = u.row_id
            WHERE u.table_name = 'wallet_transactions'
            UNION
            SELECT 1, i.customer_id, NULL FROM invoices AS v STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = v.invoice_id
            UNION
            SELECT 2, u.row_id, NULL FROM units AS u WHERE u.table_name = 'work_orders'
            UNION
            SELECT 2, i.work_order_id, NULL FROM invoices AS v STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = v.invoice_id
            WHERE i.work_order_id IS NOT NULL
            UNION
            SELECT 3, v.invoice_id, NULL FROM invoices AS v
            UNION
            SELECT 4, b.product_id, NULL FROM batch_products AS b
            UNION
            SELECT 5, s.branch_id, s.kind
            FROM units AS u STRAIGHT_JOIN number_series AS s FORCE INDEX (PRIMARY) ON s.branch_id = u.row_id
            WHERE u.table_name = 'number_series'
        ) AS k
        ORDER BY k.place, k.id, k.kind = 'PAY', k.kind = 'JE', k.kind;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_locks;
    each_lock: LOOP
        FETCH c_locks INTO v_place, v_id, v_kind;
        IF v_done THEN
            LEAVE each_lock;
        END IF;
        CASE v_place
            WHEN 1 THEN SELECT COUNT(*) INTO v_locked FROM customers AS c WHERE c.id = v_id FOR UPDATE;
            WHEN 2 THEN SELECT COUNT(*) INTO v_locked FROM work_orders AS w WHERE w.id = v_id FOR UPDATE;
            WHEN 3 THEN SELECT COUNT(*) INTO v_locked FROM invoices_out AS i WHERE i.id = v_id FOR UPDATE;
            WHEN 4 THEN SELECT COUNT(*) INTO v_locked FROM products AS p WHERE p.id = v_id FOR UPDATE;
            ELSE SELECT COUNT(*) INTO v_locked FROM number_series AS s WHERE s.branch_id = v_id AND s.kind = v_kind FOR UPDATE;
        END CASE;
    END LOOP;
    CLOSE c_locks;
END
