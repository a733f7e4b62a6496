-- The rows that a repair looks at: those that violations name, a line's invoice for a line, in the order in which they are repaired: what
-- gives numbers first, then documents with their figures and entries, then the totals that follow from them.
-- Parameters: p_violations of _read_violations; p_checks of _read_checks.
-- Returns: p_units a JSON array [["table", [id, ...]], ...], ids ascending.
CREATE PROCEDURE _rows_to_repair(
    IN p_violations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_checks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_table, v_table_before VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_row_id INT;
    DECLARE c_rows CURSOR FOR
        SELECT w.table_name, w.row_id
        FROM (
            SELECT DISTINCT
                IF(j.table_name = 'invoice_out_items', 'invoices_out', j.table_name) AS table_name,
                IF(j.table_name = 'invoice_out_items', l.invoice_out_id, j.row_id) AS row_id
            FROM JSON_TABLE(p_violations, '$[*]' COLUMNS (
                check_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
                table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[1]',
                row_id INT PATH '$[2]'
            )) AS j
            LEFT JOIN invoice_out_items AS l FORCE INDEX (PRIMARY) ON l.id = j.row_id AND j.table_name = 'invoice_out_items'
            WHERE p_checks IS NULL OR JSON_CONTAINS(p_checks, JSON_QUOTE(j.check_name))
        ) AS w
        WHERE w.table_name IN (
            'number_series', 'batches', 'stock_adjustments', 'invoices_out', 'invoice_returns', 'invoice_payments', 'wallet_transactions',
            'journal_entries', 'customers', 'work_orders')
        ORDER BY
            FIELD(
                w.table_name, 'number_series', 'batches', 'stock_adjustments', 'invoices_out', 'invoice_returns', 'invoice_payments',
                'wallet_transactions', 'journal_entries', 'customers', 'work_orders'),
            w.row_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_units = '';
    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_table, v_row_id;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        SET p_units = CONCAT(
            p_units, IF(v_table = v_table_before, ',', CONCAT(IF(p_units = '', '', ']],'), '["', v_table, '",[')), v_row_id);
        SET v_table_before = v_table;
    END LOOP;
    CLOSE c_rows;
    SET p_units = CONCAT('[', p_units, IF(p_units = '', '', ']]'), ']');
END
