-- The taxes of an invoice's lines, all in one statement, which finds the lines by their numbers.
-- Parameters: p_invoice_id, its lines just written; p_rows of _price_taxes.
CREATE PROCEDURE _post_line_taxes(IN p_invoice_id INT, IN p_rows JSON)
MODIFIES SQL DATA
BEGIN
    INSERT INTO invoice_item_taxes (sale_item_id, tax_no, tax_id, name, rate, base, amount)
    SELECT l.id, j.tax_no, j.tax_id, j.name, j.rate, j.base, j.amount
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    STRAIGHT_JOIN JSON_TABLE(p_rows, '$[*]' COLUMNS (
        line_no INT PATH '$[0]',
        tax_no INT PATH '$[1]',
        tax_id INT PATH '$[2]',
        name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[3]',
        rate DECIMAL(7,4) PATH '$[4]',
        base DECIMAL(19,4) PATH '$[5]',
        amount DECIMAL(19,4) PATH '$[6]'
    )) AS j ON j.line_no = l.line_no
    WHERE l.invoice_out_id = p_invoice_id
    ORDER BY l.id, j.tax_no;
    IF ROW_COUNT() <> JSON_LENGTH(p_rows) THEN
        CALL _raise_interrupted();
    END IF;
END
