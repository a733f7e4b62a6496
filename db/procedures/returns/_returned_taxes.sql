-- The taxes of a return, each once: as the lines of its journal entry and as the member "taxes" of its answer.
-- Parameters: p_return_id, its lines written; p_tax that they come to, above 0.
-- Returns: p_entry_lines for _post_entries, each after a comma; p_taxes a JSON array [{"tax_id", "name", "rate", "amount"}].
CREATE PROCEDURE _returned_taxes(
    IN p_return_id INT,
    IN p_tax DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_entry_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_taxes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_tax_id INT;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(7,4);
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_found DECIMAL(19,4) DEFAULT 0;
    DECLARE c_taxes CURSOR FOR
        SELECT t.tax_id, MIN(t.name), t.rate, SUM(b.amount)
        FROM invoice_return_items AS r FORCE INDEX (invoice_return_items_once)
        STRAIGHT_JOIN invoice_return_taxes AS b FORCE INDEX (PRIMARY) ON b.return_item_id = r.id
        STRAIGHT_JOIN invoice_item_taxes AS t FORCE INDEX (PRIMARY) ON t.sale_item_id = r.sale_item_id AND t.tax_no = b.tax_no
        WHERE r.return_id = p_return_id
        GROUP BY t.tax_id, t.rate
        ORDER BY MIN(b.return_item_id * 1000 + b.tax_no);
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
    SET p_entry_lines = '';
    SET p_taxes = '';
    OPEN c_taxes;
    each_tax: LOOP
        FETCH c_taxes INTO v_tax_id, v_name, v_rate, v_amount;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        SET v_found = v_found + v_amount;
        SET p_entry_lines = CONCAT(p_entry_lines, ',["tax_payable","', v_amount, '",', COALESCE(v_tax_id, 'null'), ',"', v_rate, '"]');
        SET p_taxes = CONCAT(
            p_taxes, ',{"tax_id":', COALESCE(v_tax_id, 'null'), ',"name":', JSON_QUOTE(v_name), ',"rate":', v_rate,
            ',"amount":', _money(v_amount, p_minor_units), '}');
    END LOOP;
    CLOSE c_taxes;
    -- where a KILL cut the cursor short
    IF v_found <> p_tax THEN
        CALL _raise_interrupted();
    END IF;
    SET p_taxes = CONCAT('[', SUBSTRING(p_taxes, 2), ']');
END
