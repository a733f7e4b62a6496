-- The taxes of goods that went back to a supplier, all in one statement.
-- Parameters: p_return_id, its items written; p_taxes of _tax_sent_back.
CREATE PROCEDURE _post_taxes_sent_back(IN p_return_id INT, IN p_taxes JSON)
MODIFIES SQL DATA
BEGIN
    INSERT INTO purchase_return_taxes (return_item_id, tax_no, amount)
    SELECT i.id, j.tax_no, j.amount
    FROM JSON_TABLE(p_taxes, '$[*]' COLUMNS (batch_id INT PATH '$[0]', tax_no INT PATH '$[1]', amount DECIMAL(19,4) PATH '$[2]')) AS j
    STRAIGHT_JOIN purchase_return_items AS i FORCE INDEX (purchase_return_items_once) ON i.purchase_return_id = p_return_id AND i.batch_id = j.batch_id
    ORDER BY i.id, j.tax_no;
    IF ROW_COUNT() <> JSON_LENGTH(p_taxes) THEN
        CALL _raise_interrupted();
    END IF;
END
