-- Say what is left of a batch, and which invoices hold the rest; where none does, it was adjusted away.
-- Parameters: p_batch_id. Errors: BATCH_CONSUMED.
CREATE PROCEDURE _raise_batch_consumed(IN p_batch_id INT)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_remaining, v_original DECIMAL(19,4);
    DECLARE v_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_list LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- the error's text has room for a few
    DECLARE c_invoices CURSOR FOR
        SELECT COALESCE(o.invoice_no, o.id)
        FROM sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_batch)
        STRAIGHT_JOIN invoice_out_items AS i FORCE INDEX (PRIMARY) ON i.id = a.sale_item_id
        STRAIGHT_JOIN invoices_out AS o FORCE INDEX (PRIMARY) ON o.id = i.invoice_out_id
        WHERE a.batch_id = p_batch_id
        GROUP BY o.id, o.invoice_no HAVING SUM(a.qty) <> 0
        ORDER BY o.id LIMIT 5;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT b.remaining, b.original_qty INTO v_remaining, v_original FROM batches AS b WHERE b.id = p_batch_id;
    OPEN c_invoices;
    each_invoice: LOOP
        FETCH c_invoices INTO v_no;
        IF v_done THEN
            LEAVE each_invoice;
        END IF;
        SET v_list = CONCAT(v_list, ', ', v_no);
    END LOOP;
    CLOSE c_invoices;
    IF v_list = '' THEN
        CALL _raise('BATCH_CONSUMED.adjusted', p_batch_id, v_remaining, v_original, NULL);
    END IF;
    CALL _raise('BATCH_CONSUMED', p_batch_id, v_remaining, v_original, SUBSTRING(v_list, 3));
END
