-- Rebuild what documents explain: derived totals, missing journal entries and movements, links between entries. Documents, money and ledger rows
-- stay as they are; what cannot be rebuilt is listed as beyond repair.
--
-- What becomes of it decide the checks: a repair is kept only where the row breaks no check after it and no other row breaks one that it did
-- not break before. A dry run does all of it and takes it back.
--
-- Parameters: p_request JSON object: created_by; optional checks ["name", ...] or "all" (all): the rows that these name; dry_run (true);
--   request_id, which a dry run does not keep.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, TOO_MANY_ITEMS, PERIOD_CLOSED.
-- Locks: request_id's bucket; bucket 0, so that repairs go one after another; then of what the checks name: customers, suppliers, work orders, orders, invoices, purchases,
--   products, each ascending by primary key; number series, JE and PAY last.
-- Returns: one row, one column response: dry_run, changes [{check, table_name, row_id, column, before, after}] and beyond_repair [{check,
--   table_name, row_id, expected, found}], of each the first 1000, with change_count and beyond_repair_count.
-- Example: CALL sp_repair_books('{"checks": ["work_order_totals"], "dry_run": false, "created_by": 1}');
CREATE PROCEDURE sp_repair_books(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
repairing: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_checks, v_violations, v_units, v_groups, v_changed LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_changes_json, v_beyond_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_bucket, v_audited_id, v_run_id, v_change_count, v_beyond_count, v_group_count INT;
    DECLARE v_dry_run, v_better TINYINT;
    DECLARE v_progress TINYINT DEFAULT 0;
    DECLARE v_try INT DEFAULT 0;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_repair_books', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE repairing;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_repair_books', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    CALL _read_checks(JSON_EXTRACT(p_request, '$.checks'), v_checks);
    SET v_dry_run = COALESCE(_read_flag('dry_run', JSON_EXTRACT(p_request, '$.dry_run')), 1);

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    SELECT COALESCE(MAX(a.id), 0) INTO v_audited_id FROM audit_log AS a;
    CALL _read_violations(v_violations);
    CALL _rows_to_repair(v_violations, v_checks, v_units, v_groups);
    CALL _lock_for_repair(v_units);
    CALL _read_violations(v_violations);

    -- write: all rows at once and, where that makes anything worse, those of each customer and product, then one by one; and again, as long as
    -- anything got better, since a row may wait for another one
    SET v_group_count = JSON_LENGTH(v_groups);
    each_try: WHILE v_try <= v_group_count + JSON_LENGTH(v_units) DO
        SAVEPOINT books_as_they_were;
        CALL _repair_rows(
            v_units, IF(v_try > v_group_count, v_try - v_group_count, NULL),
            IF(v_try BETWEEN 1 AND v_group_count, JSON_UNQUOTE(JSON_EXTRACT(v_groups, CONCAT('$[', v_try - 1, ']'))), NULL),
            v_user_id, v_request_id, v_now, v_changed);
        CALL _keep_repair(v_changed, v_violations, v_better);
        IF NOT v_better THEN
            ROLLBACK TO SAVEPOINT books_as_they_were;
        ELSEIF v_try = 0 THEN
            LEAVE each_try;
        ELSEIF v_changed <> '[]' THEN
            SET v_progress = 1;
        END IF;
        SET v_try = v_try + 1;
        IF v_try > v_group_count + JSON_LENGTH(v_units) AND v_progress THEN
            SET v_try = 1;
            SET v_progress = 0;
        END IF;
    END WHILE;

    -- answer
    CALL _repairs_json(v_audited_id, v_change_count, v_changes_json);
    CALL _beyond_repair_json(v_violations, v_checks, v_beyond_count, v_beyond_json);
    SET v_response = CONCAT(
        '{"ok":true,"msg":"', IF(v_dry_run, 'فحص الدفاتر: لم يُغيَّر شيء.', 'تم إصلاح الدفاتر.'), '","dry_run":', IF(v_dry_run, 'true', 'false'),
        ',"change_count":', v_change_count, ',"changes":', v_changes_json,
        ',"beyond_repair_count":', v_beyond_count, ',"beyond_repair":', v_beyond_json, '}');
    IF v_dry_run THEN
        ROLLBACK AND NO CHAIN NO RELEASE;
    ELSE
        CALL _audit(
            'repair_run', 'audit_log', v_audited_id, NULL,
            CONCAT('{"changes":', v_change_count, ',"beyond_repair":', v_beyond_count, '}'), NULL, v_user_id, v_request_id, v_now);
        SELECT LAST_INSERT_ID() INTO v_run_id;
        CALL _close_request('sp_repair_books', v_request_id, v_hash, 'audit_log', v_run_id, v_response, v_now);
        COMMIT AND NO CHAIN NO RELEASE;
    END IF;
    SELECT v_response AS response;
END
