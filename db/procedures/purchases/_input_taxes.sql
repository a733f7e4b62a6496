-- The lines of a journal entry that the taxes of a purchase make, or of goods that went back, each tax and rate once.
-- Parameters: p_purchase_id, its taxes written; p_return_id NULL, or the return whose taxes they are to be, with the sign of what goes back; p_tax that they
-- come to, above 0. Returns: p_lines for _post_entry, each after a comma.
CREATE PROCEDURE _input_taxes(
    IN p_purchase_id INT,
    IN p_return_id INT,
    IN p_tax DECIMAL(19,4),
    OUT p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_tax_id INT;
    DECLARE v_rate DECIMAL(7,4);
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_found DECIMAL(19,4) DEFAULT 0;
    DECLARE c_taxes CURSOR FOR
        SELECT s.tax_id, s.rate, SUM(s.amount)
        FROM (
            SELECT t.batch_id, t.tax_no, t.tax_id, t.rate, t.amount
            FROM batches AS b FORCE INDEX (batches_of_purchase)
            STRAIGHT_JOIN batch_taxes AS t FORCE INDEX (PRIMARY) ON t.batch_id = b.id
            WHERE b.purchase_id = p_purchase_id AND p_return_id IS NULL
            UNION ALL
            SELECT t.batch_id, t.tax_no, t.tax_id, t.rate, -x.amount
            FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_once)
            STRAIGHT_JOIN purchase_return_taxes AS x FORCE INDEX (PRIMARY) ON x.return_item_id = i.id
            STRAIGHT_JOIN batch_taxes AS t FORCE INDEX (PRIMARY) ON t.batch_id = i.batch_id AND t.tax_no = x.tax_no
            WHERE i.purchase_return_id = p_return_id
        ) AS s
        GROUP BY s.tax_id, s.rate
        ORDER BY MIN(s.batch_id * 1000 + s.tax_no);
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_lines = '';
    OPEN c_taxes;
    each_tax: LOOP
        FETCH c_taxes INTO v_tax_id, v_rate, v_amount;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        SET v_found = v_found + ABS(v_amount);
        SET p_lines = CONCAT(p_lines, ',["tax_recoverable","', v_amount, '",', COALESCE(v_tax_id, 'null'), ',"', v_rate, '"]');
    END LOOP;
    CLOSE c_taxes;
    -- where a KILL cut the cursor short
    IF v_found <> p_tax THEN
        CALL _raise_interrupted();
    END IF;
END
