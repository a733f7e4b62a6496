-- The taxes of a purchase's lines, all in one statement: the batches stand in the order of the lines. They are looked up by a key of the derived table: for each
-- of 1,000 batches MySQL would read all taxes again, 8 s.
-- Parameters: p_purchase_id, its batches just written; p_taxes of _tax_purchase_lines.
CREATE PROCEDURE _post_batch_taxes(IN p_purchase_id INT, IN p_taxes JSON)
MODIFIES SQL DATA
BEGIN
    INSERT INTO batch_taxes (batch_id, tax_no, tax_id, name, rate, base, amount)
    SELECT w.id, j.tax_no, j.tax_id, j.name, j.rate, j.base, j.amount
    FROM JSON_TABLE(p_taxes, '$[*]' COLUMNS (
        line_no INT PATH '$[0]',
        tax_no INT PATH '$[1]',
        tax_id INT PATH '$[2]',
        name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[3]',
        rate DECIMAL(7,4) PATH '$[4]',
        base DECIMAL(19,4) PATH '$[5]',
        amount DECIMAL(19,4) PATH '$[6]'
    )) AS j
    STRAIGHT_JOIN (
        SELECT b.id, ROW_NUMBER() OVER (ORDER BY b.id) AS line_no FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id
    ) AS w ON w.line_no = j.line_no
    ORDER BY w.id, j.tax_no;
    IF ROW_COUNT() <> JSON_LENGTH(p_taxes) THEN
        CALL _raise_interrupted();
    END IF;
END
