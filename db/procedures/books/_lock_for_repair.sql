-- Lock what a repair may change, in the package's order: what the rows belong to first.
-- Parameters: p_units of _rows_to_repair.
-- Locks: customers, suppliers, work orders, orders, invoices, purchases, products, coupons, vouchers, each ascending by primary key;
-- number series of the branches whose series are repaired, by primary key, JE and PAY last.
CREATE PROCEDURE _lock_for_repair(IN p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_place, v_id, v_locked, v_company_id INT;
    DECLARE v_balance, v_wallet DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_table VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_locks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_units CURSOR FOR
        SELECT j.table_name, j.row_id
        FROM JSON_TABLE(p_units, '$[*]' COLUMNS (
            table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
            row_id INT PATH '$[1]'
        )) AS j;
    DECLARE c_locks CURSOR FOR
        SELECT j.place, j.id, s.kind
        FROM JSON_TABLE(CONCAT('[', SUBSTRING(v_locks, 2), ']'), '$[*]' COLUMNS (place INT PATH '$[0]', id INT PATH '$[1]')) AS j
        LEFT JOIN number_series AS s FORCE INDEX (PRIMARY) ON s.branch_id = j.id AND j.place = 10
        GROUP BY j.place, j.id, s.kind
        ORDER BY j.place, j.id, s.kind = 'PAY', s.kind = 'JE', s.kind;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_units;
    each_unit: LOOP
        FETCH c_units INTO v_table, v_id;
        IF v_done THEN
            LEAVE each_unit;
        END IF;
        CALL _parents_of(v_table, v_id, v_locks);
        SET v_done = 0;
    END LOOP;
    CLOSE c_units;

    SET v_done = 0;
    OPEN c_locks;
    each_lock: LOOP
        FETCH c_locks INTO v_place, v_id, v_kind;
        IF v_done THEN
            LEAVE each_lock;
        END IF;
        CASE v_place
            WHEN 1 THEN CALL _lock_customer(v_id, v_company_id, v_balance, v_wallet, v_seq);
            WHEN 2 THEN SELECT COUNT(*) INTO v_locked FROM suppliers AS s WHERE s.id = v_id FOR UPDATE;
            WHEN 3 THEN SELECT COUNT(*) INTO v_locked FROM work_orders AS w WHERE w.id = v_id FOR UPDATE;
            WHEN 4 THEN SELECT COUNT(*) INTO v_locked FROM orders AS o WHERE o.id = v_id FOR UPDATE;
            WHEN 5 THEN SELECT COUNT(*) INTO v_locked FROM invoices_out AS i WHERE i.id = v_id FOR UPDATE;
            WHEN 6 THEN SELECT COUNT(*) INTO v_locked FROM purchases AS p WHERE p.id = v_id FOR UPDATE;
            WHEN 7 THEN SELECT COUNT(*) INTO v_locked FROM products AS p WHERE p.id = v_id FOR UPDATE;
            WHEN 8 THEN SELECT COUNT(*) INTO v_locked FROM coupons AS c WHERE c.id = v_id FOR UPDATE;
            WHEN 9 THEN SELECT COUNT(*) INTO v_locked FROM journal_vouchers AS v WHERE v.id = v_id FOR UPDATE;
            ELSE CALL _lock_series(v_id, v_kind);
        END CASE;
    END LOOP;
    CLOSE c_locks;
END
