-- The rows that a repair looks at: those that violations name, a line's invoice or order for a line, in the order in which they are repaired: what
-- gives numbers first, then documents with their figures and entries, then the totals that follow from them.
-- Parameters: p_violations of _read_violations; p_checks of _read_checks.
-- Returns: p_units a JSON array [["table", id, "whose"], ...]; p_groups the different "whose": a customer, a supplier, a product, else the row itself.
CREATE PROCEDURE _rows_to_repair(
    IN p_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_checks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_groups LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_table, v_whose VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_id INT;
    DECLARE c_rows CURSOR FOR
        SELECT
            w.table_name, w.row_id,
            COALESCE(
                CONCAT('customer ', COALESCE(
                    i.customer_id, dn.customer_id, t.customer_id, o.customer_id, ord.customer_id, IF(w.table_name = 'customers', w.row_id, NULL))),
                CONCAT('supplier ', COALESCE(pu.supplier_id, sp.supplier_id, IF(w.table_name = 'suppliers', w.row_id, NULL))),
                CONCAT('product ', b.product_id), CONCAT(w.table_name, ' ', w.row_id)) AS whose
        FROM (
            SELECT DISTINCT
                CASE j.table_name WHEN 'invoice_out_items' THEN 'invoices_out' WHEN 'order_items' THEN 'orders' ELSE j.table_name END AS table_name,
                CASE j.table_name WHEN 'invoice_out_items' THEN l.invoice_out_id WHEN 'order_items' THEN oi.order_id ELSE j.row_id END AS row_id
            FROM JSON_TABLE(p_violations, '$[*]' COLUMNS (
                check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
                table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
                row_id INT PATH '$[2]'
            )) AS j
            LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = j.row_id AND j.table_name = 'invoice_out_items'
            LEFT JOIN order_items AS oi FORCE INDEX (PRIMARY) ON oi.id = j.row_id AND j.table_name = 'order_items'
            WHERE p_checks IS NULL OR JSON_CONTAINS(p_checks, JSON_QUOTE(j.check_name))
        ) AS w
        LEFT JOIN invoice_returns AS r FORCE INDEX (PRIMARY) ON r.id = w.row_id AND w.table_name = 'invoice_returns'
        LEFT JOIN invoice_payments AS p FORCE INDEX (PRIMARY) ON p.id = w.row_id AND w.table_name = 'invoice_payments'
        LEFT JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = COALESCE(r.invoice_id, p.invoice_id, IF(w.table_name = 'invoices_out', w.row_id, NULL))
        LEFT JOIN customer_debit_notes AS dn FORCE INDEX (PRIMARY) ON dn.id = COALESCE(p.debit_note_id, IF(w.table_name = 'customer_debit_notes', w.row_id, NULL))
        LEFT JOIN wallet_transactions AS t FORCE INDEX (PRIMARY) ON t.id = w.row_id AND w.table_name = 'wallet_transactions'
        LEFT JOIN work_orders AS o FORCE INDEX (PRIMARY) ON o.id = w.row_id AND w.table_name = 'work_orders'
        LEFT JOIN orders AS ord FORCE INDEX (PRIMARY) ON ord.id = w.row_id AND w.table_name = 'orders'
        LEFT JOIN purchase_returns AS sb FORCE INDEX (PRIMARY) ON sb.id = w.row_id AND w.table_name = 'purchase_returns'
        LEFT JOIN purchases AS pu FORCE INDEX (PRIMARY) ON pu.id = COALESCE(sb.purchase_id, IF(w.table_name = 'purchases', w.row_id, NULL))
        LEFT JOIN supplier_payments AS sp FORCE INDEX (PRIMARY) ON sp.id = w.row_id AND w.table_name = 'supplier_payments'
        LEFT JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = w.row_id AND w.table_name = 'batches'
        WHERE w.table_name IN (
            'number_series', 'purchases', 'purchase_returns', 'stock_adjustments', 'journal_vouchers', 'invoices_out', 'invoice_returns', 'customer_debit_notes', 'invoice_payments', 'supplier_payments',
            'wallet_transactions', 'journal_entries', 'batches', 'customers', 'suppliers', 'work_orders', 'orders', 'coupons')
        ORDER BY
            FIELD(
                w.table_name, 'number_series', 'purchases', 'purchase_returns', 'stock_adjustments', 'journal_vouchers', 'invoices_out', 'invoice_returns', 'customer_debit_notes',
                'invoice_payments', 'supplier_payments', 'wallet_transactions', 'journal_entries', 'batches', 'customers', 'suppliers', 'work_orders', 'orders', 'coupons'),
            w.row_id;
    DECLARE c_groups CURSOR FOR
        SELECT DISTINCT j.whose
        FROM JSON_TABLE(p_units, '$[*]' COLUMNS (whose VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[2]')) AS j
        ORDER BY j.whose;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_units = '';
    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_table, v_id, v_whose;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        SET p_units = CONCAT(p_units, ',["', v_table, '",', v_id, ',"', v_whose, '"]');
    END LOOP;
    CLOSE c_rows;
    SET p_units = CONCAT('[', SUBSTRING(p_units, 2), ']');

    SET v_done = 0;
    SET p_groups = '';
    OPEN c_groups;
    each_group: LOOP
        FETCH c_groups INTO v_whose;
        IF v_done THEN
            LEAVE each_group;
        END IF;
        SET p_groups = CONCAT(p_groups, ',"', v_whose, '"');
    END LOOP;
    CLOSE c_groups;
    SET p_groups = CONCAT('[', SUBSTRING(p_groups, 2), ']');
END
