-- The taxes of a line of an amendment, in the place of those that it had. What had come back of the line when it was settled is settled of its taxes
-- too; a line that is not settled anew keeps what was.
-- Parameters: p_item_id, its row written; p_taxes the member taxes of its plan (_tax_amended_lines).
CREATE PROCEDURE _write_amended_taxes(IN p_item_id INT, IN p_taxes JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_written INT;
    DELETE FROM invoice_item_taxes WHERE sale_item_id = p_item_id;
    INSERT INTO invoice_item_taxes (sale_item_id, tax_no, tax_id, name, rate, base, amount, settled)
    SELECT
        p_item_id, j.tax_no, j.tax_id, j.name, j.rate, GREATEST(l.total_price - l.discount_share + l.added_tax - l.tax_amount, 0), j.amount, j.back
    FROM invoice_out_items AS l FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN JSON_TABLE(p_taxes, '$[*]' COLUMNS (
        tax_no INT PATH '$[0]',
        tax_id INT PATH '$[1]',
        name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[2]',
        rate DECIMAL(7,4) PATH '$[3]',
        amount DECIMAL(19,4) PATH '$[4]',
        back DECIMAL(19,4) PATH '$[5]'
    )) AS j
    WHERE l.id = p_item_id;
    SELECT COUNT(*) INTO v_written FROM invoice_item_taxes AS t FORCE INDEX (PRIMARY) WHERE t.sale_item_id = p_item_id;
    IF v_written <> JSON_LENGTH(p_taxes) THEN
        CALL _raise_interrupted();
    END IF;
END
