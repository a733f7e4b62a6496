-- The lines of a sale's journal entry that its taxes make, from what stands on its lines less what amendments changed, which has its own entries.
-- Parameters: p_invoice_id. Returns: p_entries as _sum_taxes gives them.
CREATE PROCEDURE _read_tax_entries(IN p_invoice_id INT, OUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row, v_rows, v_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_taxes CURSOR FOR
        SELECT CONCAT('[0,0,', COALESCE(s.tax_id, 'null'), ',', JSON_QUOTE(s.name), ',"', s.rate, '","0","', s.amount, '"]')
        FROM (
            SELECT 0 AS is_change, l.id AS document_id, t.tax_no, t.tax_id, t.name, t.rate, t.amount
            FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
            STRAIGHT_JOIN invoice_item_taxes AS t FORCE INDEX (PRIMARY) ON t.sale_item_id = l.id
            WHERE l.invoice_out_id = p_invoice_id
            UNION ALL
            SELECT 1, a.id, t.tax_no, t.tax_id, t.name, t.rate, -t.amount
            FROM invoice_amendments AS a FORCE INDEX (invoice_amendments_of_invoice)
            STRAIGHT_JOIN invoice_amendment_taxes AS t FORCE INDEX (PRIMARY) ON t.amendment_id = a.id
            WHERE a.invoice_id = p_invoice_id
        ) AS s
        ORDER BY s.is_change, s.document_id, s.tax_no;
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
