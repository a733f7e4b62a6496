-- Lock what a repair may change, in the package's order: what the rows belong to first.
-- Parameters: p_units of _rows_to_repair.
-- Locks: customers, work orders, invoices, products, each ascending by primary key; number series of the branches whose series are repaired,
-- by primary key, JE and PAY last.
CREATE PROCEDURE _lock_for_repair(IN p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_place, v_id, v_locked, v_unit_no INT DEFAULT 0;
    DECLARE v_locks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_locks CURSOR FOR
        SELECT DISTINCT j.place, j.id
        FROM JSON_TABLE(CONCAT('[', SUBSTRING(v_locks, 2), ']'), '$[*]' COLUMNS (place INT PATH '$[0]', id INT PATH '$[1]')) AS j
        ORDER BY j.place, j.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    WHILE v_unit_no < JSON_LENGTH(p_units) DO
        CALL _parents_of(
            JSON_UNQUOTE(JSON_EXTRACT(p_units, CONCAT('$[', v_unit_no, '][0]'))), JSON_EXTRACT(p_units, CONCAT('$[', v_unit_no, '][1]')), v_locks);
        SET v_unit_no = v_unit_no + 1;
    END WHILE;

    SET v_done = 0;
    OPEN c_locks;
    each_lock: LOOP
        FETCH c_locks INTO v_place, v_id;
        IF v_done THEN
            LEAVE each_lock;
        END IF;
        CASE v_place
            WHEN 1 THEN SELECT COUNT(*) INTO v_locked FROM customers AS c WHERE c.id = v_id FOR UPDATE;
            WHEN 2 THEN SELECT COUNT(*) INTO v_locked FROM work_orders AS w WHERE w.id = v_id FOR UPDATE;
            WHEN 3 THEN SELECT COUNT(*) INTO v_locked FROM invoices_out AS i WHERE i.id = v_id FOR UPDATE;
            WHEN 4 THEN SELECT COUNT(*) INTO v_locked FROM products AS p WHERE p.id = v_id FOR UPDATE;
            ELSE
                SELECT COUNT(*) INTO v_locked FROM number_series AS s WHERE s.branch_id = v_id AND s.kind NOT IN ('JE', 'PAY') FOR UPDATE;
                SELECT COUNT(*) INTO v_locked FROM number_series AS s WHERE s.branch_id = v_id AND s.kind = 'JE' FOR UPDATE;
                SELECT COUNT(*) INTO v_locked FROM number_series AS s WHERE s.branch_id = v_id AND s.kind = 'PAY' FOR UPDATE;
        END CASE;
    END LOOP;
    CLOSE c_locks;
END
