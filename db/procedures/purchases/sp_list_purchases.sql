-- Purchases, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional supplier_id, bill_no (the supplier's own number), reversed (true, or false: what still holds), from and to
--   (business dates), limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: purchases, next_after (null on the last page).
-- Example: CALL sp_list_purchases('{"supplier_id": 2, "from": "2025-10-01"}');
CREATE PROCEDURE sp_list_purchases(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_supplier_id BIGINT;
    DECLARE v_reversed TINYINT;
    DECLARE v_bill_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT p.id, CONCAT(
            '{"bill_id":', p.id, ',"purchase_no":', _json_text(p.purchase_no), ',"bill_no":', _json_text(p.bill_no), ',"business_date":"', p.business_date,
            '","opening_date":', _json_text(p.opening_date), ',"due_date":', _json_text(p.due_date),
            ',"supplier_id":', COALESCE(p.supplier_id, 'null'), ',"supplier_name":', _json_text(s.name),
            ',"total":', _money(p.total, m.minor_units), ',"tax_total":', _money(p.tax_total, m.minor_units), ',"returned_amount":', _money((
                SELECT COALESCE(SUM(r.value), 0) FROM purchase_returns AS r FORCE INDEX (purchase_returns_of_purchase) WHERE r.purchase_id = p.id), m.minor_units),
            ',"reversed":', IF(p.reversed_on IS NULL, 'false', 'true'), '}')
        FROM purchases AS p FORCE INDEX (PRIMARY, purchases_of_supplier, purchases_by_day)
        LEFT JOIN suppliers AS s FORCE INDEX (PRIMARY) ON s.id = p.supplier_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = p.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE (v_after IS NULL OR p.id < v_after)
            AND (v_supplier_id IS NULL OR p.supplier_id = v_supplier_id)
            AND (v_bill_no IS NULL OR p.bill_no = v_bill_no)
            AND (v_reversed IS NULL OR (p.reversed_on IS NOT NULL) = v_reversed)
            AND (v_from IS NULL OR p.business_date >= v_from)
            AND (v_to IS NULL OR p.business_date <= v_to)
        ORDER BY p.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_supplier_id = _read_id('supplier_id', JSON_EXTRACT(p_filter, '$.supplier_id'));
    SET v_bill_no = _read_text('bill_no', JSON_EXTRACT(p_filter, '$.bill_no'), 64);
    SET v_reversed = _read_flag('reversed', JSON_EXTRACT(p_filter, '$.reversed'));
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(
        '{"ok":true,"purchases":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END
