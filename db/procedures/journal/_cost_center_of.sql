-- The cost centre of a journal entry, which is that of each of its lines: what undoes an entry has its cost centre, what settles, amends or returns a
-- document the document's, and what stands for itself that of its branch.
-- Parameters: the table and id of the entry's document; p_undone_id the entry that it reverses, or undoes a part of, or NULL; p_branch_id.
-- Returns: p_cost_center_id or NULL.
CREATE PROCEDURE _cost_center_of(
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    IN p_undone_id INT,
    IN p_branch_id INT,
    OUT p_cost_center_id INT
)
READS SQL DATA
BEGIN
    DECLARE v_purchase_id INT;
    IF p_undone_id IS NOT NULL THEN
        SELECT MAX(e.cost_center_id) INTO p_cost_center_id FROM journal_entries AS e WHERE e.id = p_undone_id;
    ELSE
        CASE p_table
            WHEN 'invoices_out' THEN
                SELECT MAX(i.cost_center_id) INTO p_cost_center_id FROM invoices_out AS i WHERE i.id = p_id;
            WHEN 'invoice_payments' THEN
                SELECT MAX(COALESCE(i.cost_center_id, n.cost_center_id)) INTO p_cost_center_id
                FROM invoice_payments AS p
                LEFT JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = p.invoice_id
                LEFT JOIN customer_debit_notes AS n FORCE INDEX (PRIMARY) ON n.id = p.debit_note_id
                WHERE p.id = p_id;
            WHEN 'invoice_returns' THEN
                SELECT MAX(i.cost_center_id) INTO p_cost_center_id
                FROM invoice_returns AS r STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = r.invoice_id WHERE r.id = p_id;
            WHEN 'invoice_amendments' THEN
                SELECT MAX(i.cost_center_id) INTO p_cost_center_id
                FROM invoice_amendments AS a STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = a.invoice_id WHERE a.id = p_id;
            WHEN 'customer_debit_notes' THEN
                SELECT MAX(n.cost_center_id) INTO p_cost_center_id FROM customer_debit_notes AS n WHERE n.id = p_id;
            WHEN 'purchases' THEN
                SELECT MAX(p.cost_center_id) INTO p_cost_center_id FROM purchases AS p WHERE p.id = p_id;
            WHEN 'stock_adjustments' THEN
                SELECT MAX(a.cost_center_id) INTO p_cost_center_id FROM stock_adjustments AS a WHERE a.id = p_id;
            WHEN 'journal_vouchers' THEN
                SELECT MAX(v.cost_center_id) INTO p_cost_center_id FROM journal_vouchers AS v WHERE v.id = p_id;
            ELSE
                IF p_table = 'supplier_payments' THEN
                    SELECT MAX(p.purchase_id) INTO v_purchase_id FROM supplier_payments AS p WHERE p.id = p_id;
                END IF;
                IF v_purchase_id IS NULL THEN
                    CALL _read_cost_center('{}', NULL, p_branch_id, p_cost_center_id);
                ELSE
                    SELECT MAX(p.cost_center_id) INTO p_cost_center_id FROM purchases AS p WHERE p.id = v_purchase_id;
                END IF;
        END CASE;
    END IF;
END
