-- The taxes of a line of an amendment, in the place of those that it had. What came back of the line by now is settled of
-- them too, as the line is.
-- Parameters: p_item_id, its row written; p_taxes the member taxes of its plan (_tax_amended_lines).
CREATE PROCEDURE _write_amended_taxes(IN p_item_id INT, IN p_taxes JSON)
MODIFIES SQL DATA
BEGIN
    DECLARE v_written INT;
    DELETE FROM invoice_item_taxes WHERE sale_item_id = p_item_id;
    INSERT INTO invoice_item_taxes (sale_item_id, tax_no, tax_id, name, rate, base, amount, settled)
    SELECT
        p_item_id, j.tax_no, j.tax_id, j.name, j.rate, j.base, j.amount, j.back
    FROM JSON_TABLE(p_taxes, '$[*]' COLUMNS (
        tax_no INT PATH '$[0]',
        tax_id INT PATH '$[1]',
        name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[2]',
        rate DECIMAL(7,4) PATH '$[3]',
        base DECIMAL(19,4) PATH '$[4]',
        amount DECIMAL(19,4) PATH '$[5]',
        back DECIMAL(19,4) PATH '$[6]'
    )) AS j;
    SELECT COUNT(*) INTO v_written FROM invoice_item_taxes AS t FORCE INDEX (PRIMARY) WHERE t.sale_item_id = p_item_id;
    IF v_written <> JSON_LENGTH(p_taxes) THEN
        CALL _raise_interrupted();
    END IF;
END
