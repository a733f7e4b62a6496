-- Make an offer, or change one: members that are absent stay as they are, null clears. Invoices keep what they were given.
--
-- Parameters: p_request JSON object: created_by; offer_id to change one; code (at most 50 characters, unique in any letter case), name and gives,
--   required for a new one: percent or amount (off each) or price (of each) on the lines of product_id, invoice_percent or invoice_amount off the
--   invoice, free_item; value of all but free_item: percent, currency units or price; free_product_id and free_qty of free_item. Its conditions, all
--   optional: product_id (absent: the whole invoice), min_qty, max_qty, min_amount, max_amount (currency units) of its lines on the invoice, or of
--   all of them; valid_from, valid_to (both included); customer_group_id; needs_coupon (given only for a coupon that opens it). Also active,
--   priority (a whole number, 0; the higher one wins between two worth the same), company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, AMOUNT_PRECISION, INVALID_PRICE, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_OFFER,
--   UNKNOWN_PRODUCT, UNKNOWN_GROUP.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; the offer, by primary key, which invoices with it share.
-- Returns: one row, one column response: offer_id, offer.
-- Example: CALL sp_save_offer('{"code": "TEN", "name": "خصم الكميات", "product_id": 8, "min_qty": 10, "gives": "percent", "value": 5, "created_by": 1}');
CREATE PROCEDURE sp_save_offer(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before, v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_priority INT;
    DECLARE v_offer_id, v_company_id, v_group_id, v_product_id, v_free_product_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_active, v_needs_coupon, v_minor_units TINYINT;
    DECLARE v_valid_from, v_valid_to, v_today DATE;
    DECLARE v_min_qty, v_max_qty, v_min_amount, v_max_amount, v_free_qty DECIMAL(19,4);
    DECLARE v_value DECIMAL(19,6);
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
    CALL _open_request('sp_save_offer', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_offer', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- lock
    SET v_offer_id = _read_id('offer_id', JSON_EXTRACT(p_request, '$.offer_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_offer_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            o.company_id, o.code, o.name, o.active, o.needs_coupon, o.valid_from, o.valid_to, o.customer_group_id, o.product_id,
            o.min_qty, o.max_qty, o.min_amount, o.max_amount, o.gives, o.value, o.free_product_id, o.free_qty, o.priority
        INTO
            v_company_id, v_code, v_name, v_active, v_needs_coupon, v_valid_from, v_valid_to, v_group_id, v_product_id,
            v_min_qty, v_max_qty, v_min_amount, v_max_amount, v_gives, v_value, v_free_product_id, v_free_qty, v_priority
        FROM offers AS o WHERE o.id = v_offer_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_OFFER', v_offer_id, NULL, NULL, NULL);
        END IF;
    END IF;
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_minor_units IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    CALL _offer_row_json(v_offer_id, v_minor_units, v_before);

    -- read, and decide
    CALL _read_named_days(p_request, v_code, v_name, v_active, v_valid_from, v_valid_to);
    SET v_needs_coupon = COALESCE(_read_flag('needs_coupon', JSON_EXTRACT(p_request, '$.needs_coupon')), v_needs_coupon, 0);
    IF JSON_EXTRACT(p_request, '$.priority') IS NOT NULL THEN
        SET v_priority = _read_count('priority', JSON_EXTRACT(p_request, '$.priority'));
    END IF;
    SET v_priority = COALESCE(v_priority, 0);
    CALL _read_offer_conditions(
        p_request, v_company_id, v_minor_units, v_group_id, v_product_id, v_min_qty, v_max_qty, v_min_amount, v_max_amount);
    CALL _read_offer_gift(p_request, v_company_id, v_minor_units, v_product_id, v_gives, v_value, v_free_product_id, v_free_qty);
    IF EXISTS (SELECT 1 FROM offers AS o WHERE o.company_id = v_company_id AND o.code = v_code AND NOT o.id <=> v_offer_id) THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;
    IF NOT v_needs_coupon AND EXISTS (SELECT 1 FROM coupons AS c WHERE c.offer_id = v_offer_id) THEN
        CALL _raise('VALIDATION.fixed', 'needs_coupon', v_offer_id, 0, NULL);
    END IF;

    -- write
    IF v_offer_id IS NULL THEN
        INSERT INTO offers (
            company_id, code, name, active, needs_coupon, valid_from, valid_to, customer_group_id, product_id, min_qty, max_qty,
            min_amount, max_amount, gives, value, free_product_id, free_qty, priority, created_by, created_at)
        VALUES (
            v_company_id, v_code, v_name, v_active, v_needs_coupon, v_valid_from, v_valid_to, v_group_id, v_product_id, v_min_qty, v_max_qty,
            v_min_amount, v_max_amount, v_gives, v_value, v_free_product_id, v_free_qty, v_priority, v_user_id, _as_timestamp(v_now));
        SET v_offer_id = LAST_INSERT_ID();
    ELSE
        UPDATE offers SET
            code = v_code, name = v_name, active = v_active, needs_coupon = v_needs_coupon, valid_from = v_valid_from, valid_to = v_valid_to,
            customer_group_id = v_group_id, product_id = v_product_id, min_qty = v_min_qty, max_qty = v_max_qty, min_amount = v_min_amount,
            max_amount = v_max_amount, gives = v_gives, value = v_value, free_product_id = v_free_product_id, free_qty = v_free_qty,
            priority = v_priority
        WHERE id = v_offer_id;
    END IF;
    CALL _offer_row_json(v_offer_id, v_minor_units, v_after);
    CALL _audit('save', 'offers', v_offer_id, v_before, v_after, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT('{"ok":true,"msg":"تم حفظ العرض بنجاح.","offer_id":', v_offer_id, ',"offer":', v_after, '}');
    CALL _close_request('sp_save_offer', v_request_id, v_hash, 'offers', v_offer_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END
