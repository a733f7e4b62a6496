-- The member "work_orders" of an answer: the totals of the work orders whose invoices were paid, ascending.
-- Parameters: p_ids, the p_work_orders of _allocate_payments; p_minor_units of the company. Returns: p_work_orders a JSON array, each once.
CREATE PROCEDURE _work_orders_of(IN p_ids LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, IN p_minor_units TINYINT, OUT p_work_orders LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_work_order_id INT;
    DECLARE c_work_orders CURSOR FOR
        SELECT DISTINCT j.id FROM JSON_TABLE(p_ids, '$[*]' COLUMNS (id INT PATH '$')) AS j ORDER BY j.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_work_orders = '';
    OPEN c_work_orders;
    each_work_order: LOOP
        FETCH c_work_orders INTO v_work_order_id;
        IF v_done THEN
            LEAVE each_work_order;
        END IF;
        SET p_work_orders = CONCAT(p_work_orders, ',', _work_order_json(v_work_order_id, p_minor_units));
    END LOOP;
    CLOSE c_work_orders;
    SET p_work_orders = CONCAT('[', SUBSTRING(p_work_orders, 2), ']');
END
