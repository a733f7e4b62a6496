-- What is in stock now, and what it cost: the sum of the values is the inventory account. Products without stock-keeping are left out.
--
-- Parameters: p_filter JSON object: optional product_id, low (true: only what is at or below its reorder level), active, company_id (1), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_PRODUCT. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, rows [{product_id, product_code, product_name, unit, active, reorder_level, quantity,
--   stock_value}], by product; next_after (null on the last page).
-- Example: CALL sp_report_stock('{"low": true}');
CREATE PROCEDURE sp_report_stock(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_product_id BIGINT;
    DECLARE v_low, v_active TINYINT;
    DECLARE v_today DATE;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_rows CURSOR FOR
        SELECT p.id AS place, CONCAT(
            '{"product_id":', p.id, ',"product_code":', JSON_QUOTE(p.product_code), ',"product_name":', JSON_QUOTE(p.name),
            ',"unit":', JSON_QUOTE(p.unit_of_measure), ',"active":', IF(p.active, 'true', 'false'), ',"reorder_level":', COALESCE(p.reorder_level, 0),
            (
                SELECT CONCAT(',"quantity":', COALESCE(SUM(b.remaining), 0), ',"stock_value":', _money(COALESCE(SUM(b.stock_value), 0), v_minor_units))
                FROM batches AS b FORCE INDEX (batches_fifo) WHERE b.product_id = p.id AND b.status = 'active'), '}')
        FROM products AS p FORCE INDEX (PRIMARY)
        WHERE p.id > COALESCE(v_after, -1) AND p.company_id = v_company_id AND p.keeps_stock = 1
            AND (v_product_id IS NULL OR p.id = v_product_id) AND (v_active IS NULL OR p.active = v_active)
            AND (v_low IS NULL OR v_low = (COALESCE(p.reorder_level, 0) >= (
                SELECT COALESCE(SUM(b.remaining), 0) FROM batches AS b FORCE INDEX (batches_fifo) WHERE b.product_id = p.id AND b.status = 'active')))
        ORDER BY p.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_product_id = _read_id('product_id', JSON_EXTRACT(p_filter, '$.product_id'));
    SET v_low = _read_flag('low', JSON_EXTRACT(p_filter, '$.low'));
    SET v_active = _read_flag('active', JSON_EXTRACT(p_filter, '$.active'));
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_product_of(v_product_id, v_company_id);
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_place, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_place = v_place;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(v_head, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_place), '}') AS response;
END
