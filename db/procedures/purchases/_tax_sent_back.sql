-- What the taxes of goods that go back to a supplier come to: of each tax of a batch its part by pieces, so that the parts add up to the whole.
-- Parameters: p_lines of _read_purchase_return_items, their batches locked. Returns: p_taxes a JSON array [[batch_id, tax_no, amount], ...], amounts as texts;
-- p_tax_total of it in currency units.
CREATE PROCEDURE _tax_sent_back(IN p_lines JSON, IN p_minor_units TINYINT, OUT p_taxes JSON, OUT p_tax_total DECIMAL(19,4))
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_batch_id, v_tax_no, v_row_count INT;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- a row for each tax of a line, one for a line without
    DECLARE c_taxes CURSOR FOR
        SELECT b.id, t.tax_no, COUNT(*) OVER (), _returned_part(
            t.amount, 0, COALESCE((
                SELECT SUM(x.amount)
                FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_of_batch)
                STRAIGHT_JOIN purchase_return_taxes AS x FORCE INDEX (PRIMARY) ON x.return_item_id = i.id AND x.tax_no = t.tax_no
                WHERE i.batch_id = b.id), 0),
            j.qty + COALESCE((
                SELECT SUM(i.qty) FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_of_batch) WHERE i.batch_id = b.id), 0),
            0, b.original_qty, p_minor_units)
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (batch_id BIGINT PATH '$.batch_id', qty DECIMAL(19,4) PATH '$.qty')) AS j
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = j.batch_id
        LEFT JOIN batch_taxes AS t FORCE INDEX (PRIMARY) ON t.batch_id = b.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_tax_total = 0;
    OPEN c_taxes;
    each_tax: LOOP
        FETCH c_taxes INTO v_batch_id, v_tax_no, v_row_count, v_amount;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        SET v_count = v_count + 1;
        IF v_tax_no IS NOT NULL THEN
            SET p_tax_total = p_tax_total + v_amount;
            SET v_rows = CONCAT(v_rows, ',[', v_batch_id, ',', v_tax_no, ',"', v_amount, '"]');
        END IF;
    END LOOP;
    CLOSE c_taxes;
    -- where a KILL cut the cursor short
    IF NOT v_count <=> v_row_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_taxes = CONCAT('[', SUBSTRING(v_rows, 2), ']');
END
