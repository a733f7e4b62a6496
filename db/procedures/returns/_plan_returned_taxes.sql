-- What of each tax of a sold line comes back with so many of its pieces (_returned_part).
-- Parameters: p_item_id; p_back the pieces that have come back with this return, p_settled_qty those that had when the line was last amended, p_sold
-- all of it, in units of the product. Returns: p_taxes a JSON array [[place of the tax, "amount"], ...] without those of which nothing comes
-- back; p_tax their sum, in currency units.
CREATE PROCEDURE _plan_returned_taxes(
    IN p_item_id INT,
    IN p_back DECIMAL(19,4),
    IN p_settled_qty DECIMAL(19,4),
    IN p_sold DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_taxes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_tax DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_tax_no, v_last_no INT DEFAULT 0;
    DECLARE v_amount, v_settled, v_given, v_part DECIMAL(19,4);
    SELECT COALESCE(MAX(t.tax_no), 0) INTO v_last_no FROM invoice_item_taxes AS t FORCE INDEX (PRIMARY) WHERE t.sale_item_id = p_item_id;
    SET p_taxes = '';
    SET p_tax = 0;
    WHILE v_tax_no < v_last_no DO
        SET v_tax_no = v_tax_no + 1;
        SELECT MAX(t.amount), MAX(t.settled), COALESCE(SUM(b.amount), 0) INTO v_amount, v_settled, v_given
        FROM invoice_item_taxes AS t FORCE INDEX (PRIMARY)
        LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line) ON r.sale_item_id = t.sale_item_id
        LEFT JOIN invoice_return_taxes AS b FORCE INDEX (PRIMARY) ON b.return_item_id = r.id AND b.tax_no = t.tax_no
        WHERE t.sale_item_id = p_item_id AND t.tax_no = v_tax_no;
        SET v_part = _returned_part(v_amount, v_settled, v_given, p_back, p_settled_qty, p_sold, p_minor_units);
        IF v_part <> 0 THEN
            SET p_taxes = CONCAT(p_taxes, ',[', v_tax_no, ',"', v_part, '"]');
            SET p_tax = p_tax + v_part;
        END IF;
    END WHILE;
    SET p_taxes = CONCAT('[', SUBSTRING(p_taxes, 2), ']');
END
