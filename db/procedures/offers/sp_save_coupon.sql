-- Make a coupon, or change one: members that are absent stay as they are, null clears. How often it was used is never set here, and a bound below
-- that only means that it is used up.
--
-- Parameters: p_request JSON object: created_by; coupon_id to change one; code (at most 50 characters, unique in any letter case) and name,
--   required for a new one; either gives percent|amount and value (percent or currency units, off the invoice), or offer_id of an offer that
--   needs_coupon; optional min_amount (currency units of the invoice before its discount), valid_from, valid_to (both included), max_uses and
--   max_uses_per_customer (1 or more; null: no bound), active, company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, AMOUNT_PRECISION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_COUPON, UNKNOWN_OFFER.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; the coupon, by primary key, which every use of it locks.
-- Returns: one row, one column response: coupon_id, coupon.
-- Example: CALL sp_save_coupon('{"code": "EID25", "name": "كوبون العيد", "gives": "percent", "value": 10, "max_uses": 100, "created_by": 1}');
CREATE PROCEDURE sp_save_coupon(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before, v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_coupon_id, v_company_id, v_offer_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_value, v_min_amount DECIMAL(19,4);
    DECLARE v_valid_from, v_valid_to, v_today DATE;
    DECLARE v_max_uses, v_max_uses_per_customer INT UNSIGNED;
    DECLARE v_active, v_minor_units TINYINT;
    DECLARE v_branch_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_coupon', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_coupon', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- lock
    SET v_coupon_id = _read_id('coupon_id', JSON_EXTRACT(p_request, '$.coupon_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_coupon_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            c.company_id, c.code, c.name, c.offer_id, c.gives, c.value, c.min_amount, c.valid_from, c.valid_to, c.max_uses,
            c.max_uses_per_customer, c.active
        INTO
            v_company_id, v_code, v_name, v_offer_id, v_gives, v_value, v_min_amount, v_valid_from, v_valid_to, v_max_uses,
            v_max_uses_per_customer, v_active
        FROM coupons AS c WHERE c.id = v_coupon_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_COUPON', v_coupon_id, NULL, NULL, NULL);
        END IF;
    END IF;
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_minor_units IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    CALL _coupon_row_json(v_coupon_id, v_minor_units, v_before);

    -- read, and decide
    CALL _read_named_days(p_request, v_code, v_name, v_active, v_valid_from, v_valid_to);
    CALL _read_coupon_gift(p_request, v_company_id, v_minor_units, v_offer_id, v_gives, v_value);
    -- an amount of 0 is no bound; a use of 0 times is neither a coupon nor one without a bound
    IF JSON_EXTRACT(p_request, '$.min_amount') IS NOT NULL THEN
        SET v_min_amount = NULLIF(_read_money('min_amount', JSON_EXTRACT(p_request, '$.min_amount'), v_minor_units), 0);
    END IF;
    IF JSON_EXTRACT(p_request, '$.max_uses') IS NOT NULL THEN
        SET v_max_uses = _read_count('max_uses', JSON_EXTRACT(p_request, '$.max_uses'));
    END IF;
    IF JSON_EXTRACT(p_request, '$.max_uses_per_customer') IS NOT NULL THEN
        SET v_max_uses_per_customer = _read_count('max_uses_per_customer', JSON_EXTRACT(p_request, '$.max_uses_per_customer'));
    END IF;
    IF v_max_uses = 0 OR v_max_uses_per_customer = 0 THEN
        CALL _raise('VALIDATION', IF(v_max_uses = 0, 'max_uses', 'max_uses_per_customer'), 0, NULL, NULL);
    END IF;
    IF EXISTS (SELECT 1 FROM coupons AS c WHERE c.company_id = v_company_id AND c.code = v_code AND NOT c.id <=> v_coupon_id) THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;

    -- write
    IF v_coupon_id IS NULL THEN
        INSERT INTO coupons (
            company_id, code, name, offer_id, gives, value, min_amount, valid_from, valid_to, max_uses, max_uses_per_customer, active,
            created_by, created_at)
        VALUES (
            v_company_id, v_code, v_name, v_offer_id, v_gives, v_value, v_min_amount, v_valid_from, v_valid_to, v_max_uses,
            v_max_uses_per_customer, v_active, v_user_id, _as_timestamp(v_now));
        SET v_coupon_id = LAST_INSERT_ID();
    ELSE
        UPDATE coupons SET
            code = v_code, name = v_name, offer_id = v_offer_id, gives = v_gives, value = v_value, min_amount = v_min_amount,
            valid_from = v_valid_from, valid_to = v_valid_to, max_uses = v_max_uses, max_uses_per_customer = v_max_uses_per_customer,
            active = v_active
        WHERE id = v_coupon_id;
    END IF;
    CALL _coupon_row_json(v_coupon_id, v_minor_units, v_after);
    CALL _audit('save', 'coupons', v_coupon_id, v_before, v_after, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT('{"ok":true,"msg":"تم حفظ الكوبون بنجاح.","coupon_id":', v_coupon_id, ',"coupon":', v_after, '}');
    CALL _close_request('sp_save_coupon', v_request_id, v_hash, 'coupons', v_coupon_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END
