-- Post a purchase: its document, a batch for each line, one journal entry with the movements, and the supplier's ledger row. The caller holds supplier and products
-- locked, and writes the supplier's balance (_close_supplier_ledger).
-- Parameters: p_lines of _read_purchase_items; p_taxes of _tax_purchase_lines, p_tax_total of p_total; p_opening_date of an opening balance, which has no lines,
-- else NULL; p_due_date of _read_bill_due;
-- p_supplier_id NULL: what it comes to stands on the goods received without a bill; p_bill_no the supplier's own number, or NULL; branch and
-- code of _read_branch; p_day business date; p_at for TIMESTAMP columns; the supplier's balance and seq before, and after.
-- Returns: p_purchase_id, p_purchase_no. Errors: PERIOD_CLOSED. Locks: number_series PO and JE, by primary key.
CREATE PROCEDURE _post_purchase(
    IN p_lines JSON,
    IN p_taxes JSON,
    IN p_total DECIMAL(19,4),
    IN p_tax_total DECIMAL(19,4),
    IN p_supplier_id INT,
    IN p_opening_date DATE,
    IN p_due_date DATE,
    IN p_bill_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_cost_center_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_purchase_id INT,
    OUT p_purchase_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_id INT;
    DECLARE v_line_count INT DEFAULT JSON_LENGTH(p_lines);

    CALL _next_numbers(p_branch_id, p_branch_code, 'PO', p_day, 1, p_purchase_no);
    INSERT INTO purchases (
        company_id, branch_id, cost_center_id, supplier_id, purchase_no, bill_no, business_date, opening_date, due_date, total, tax_total, notes,
        created_by, created_at)
    VALUES (
        p_company_id, p_branch_id, p_cost_center_id, p_supplier_id, p_purchase_no, p_bill_no, p_day, p_opening_date, p_due_date, p_total, p_tax_total, p_notes,
        p_user_id, p_at);
    SET p_purchase_id = LAST_INSERT_ID();

    INSERT INTO batches (
        purchase_id, product_id, qty, remaining, original_qty, unit_cost, stock_value, original_value, received_at, status, created_by, created_at)
    SELECT
        p_purchase_id, j.product_id, j.qty, j.qty, j.qty, j.unit_cost, ROUND(j.qty * j.unit_cost, p_minor_units),
        ROUND(j.qty * j.unit_cost, p_minor_units), COALESCE(j.received_at, p_day), 'active', p_user_id, p_at
    FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
        line_no FOR ORDINALITY,
        product_id INT PATH '$.product_id',
        qty DECIMAL(19,4) PATH '$.qty',
        unit_cost DECIMAL(19,6) PATH '$.unit_cost',
        received_at DATE PATH '$.received_at'
    )) AS j
    ORDER BY j.line_no;
    IF ROW_COUNT() <> v_line_count THEN
        CALL _raise_interrupted();
    END IF;

    IF JSON_LENGTH(p_taxes) > 0 THEN
        CALL _post_batch_taxes(p_purchase_id, p_taxes);
    END IF;

    CALL _post_purchase_entry(
        p_purchase_id, p_total, p_tax_total, v_line_count, p_supplier_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, v_entry_id);

    IF p_supplier_id IS NOT NULL AND p_total <> 0 THEN
        CALL _post_supplier_transaction(
            p_supplier_id, 'purchase', p_total, CONCAT(IF(p_opening_date IS NULL, 'مشتريات ', 'رصيد افتتاحي '), p_purchase_no), p_purchase_id, NULL,
            p_day, p_at, p_user_id, p_balance, p_seq);
    END IF;
END
