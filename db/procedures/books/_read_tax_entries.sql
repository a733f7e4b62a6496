-- The lines of a sale's journal entry that its taxes make, from what stands on its lines.
-- Parameters: p_invoice_id. Returns: p_entries as _sum_taxes gives them.
CREATE PROCEDURE _read_tax_entries(IN p_invoice_id INT, OUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row, v_rows, v_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_taxes CURSOR FOR
        SELECT CONCAT(
            '[', l.line_no, ',', t.tax_no, ',', COALESCE(t.tax_id, 'null'), ',', JSON_QUOTE(t.name), ',"', t.rate, '","', t.base, '","', t.amount, '"]')
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN invoice_item_taxes AS t FORCE INDEX (PRIMARY) ON t.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
        ORDER BY l.id, t.tax_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_taxes;
    each_tax: LOOP
        FETCH c_taxes INTO v_row;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        SET v_rows = CONCAT(v_rows, ',', v_row);
    END LOOP;
    CLOSE c_taxes;
    CALL _sum_taxes(CONCAT('[', SUBSTRING(v_rows, 2), ']'), 4, v_answer, p_entries);
END
