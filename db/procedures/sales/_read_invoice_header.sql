-- What a sale's request says beside its lines and payments, without a look at any table. Nearly every request has its members in their plain
-- form, which one pattern tells; else each is read by itself, with its errors.
-- Parameters: p_request a JSON object.
-- Returns: the members, with their defaults; p_discount_value NULL where it can be read only once the currency is known, from p_discount_raw;
-- p_user_raw, p_items and p_payments raw JSON; p_due_days, where it is not NULL, stands for a p_due_date that many days after the business date; p_cash_rounding whether the document is rounded to the smallest coin.
-- Errors: VALIDATION, INVALID_STATUS, INVALID_DISCOUNT.
CREATE PROCEDURE _read_invoice_header(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_customer_id BIGINT,
    OUT p_user_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_branch_id BIGINT,
    OUT p_work_order_id BIGINT,
    OUT p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_discount_value DECIMAL(19,4),
    OUT p_discount_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_due_date DATE,
    OUT p_due_days INT,
    OUT p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cash_rounding TINYINT,
    OUT p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_apply_offers TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_plain TINYINT;
    DECLARE v_customer, v_branch, v_work_order, v_discount VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    -- without the items, through which MariaDB would read for each member that is looked for
    DECLARE v_header JSON DEFAULT JSON_REMOVE(p_request, '$.items');

    SET p_items = JSON_EXTRACT(p_request, '$.items');
    -- What is no scalar becomes -1, which no pattern takes, and true and false their words, which are no text. Bytes decide: a caseless pattern would take look-alikes for letters.
    SELECT
        CONCAT_WS('|', j.customer_id, j.created_by, COALESCE(j.branch_id, '1'), COALESCE(j.work_order_id, '1'), COALESCE(j.status, 'pending'),
            COALESCE(j.overpayment, 'reject'), COALESCE(j.discount_type, 'percent'), COALESCE(j.discount_value, '0'), COALESCE(j.invoice_group, 'group1'))
            COLLATE utf8mb4_bin
            REGEXP '^([1-9][0-9]{0,8}[|]){4}(paid|partial|pending)[|](reject|wallet|change)[|]percent[|]([0-9]{1,2}([.][0-9]{1,4})?|100)[|]group([1-9]|10|11)\\z'
            AND j.due_date IS NULL AND j.due_days IS NULL AND j.cash_rounding IS NULL AND j.coupon_code IS NULL AND j.apply_offers IS NULL
            AND (j.notes IS NULL OR (CHAR_LENGTH(TRIM(j.notes)) = CHAR_LENGTH(j.notes) AND CHAR_LENGTH(j.notes) <= 255 AND j.notes NOT IN ('-1', 'true', 'false'))),
        j.customer_id, j.created_by, j.branch_id, j.work_order_id, COALESCE(j.status, 'pending'), COALESCE(j.overpayment, 'reject'),
        COALESCE(j.discount_type, 'percent'), COALESCE(j.discount_value, '0'), COALESCE(j.invoice_group, 'group1'), NULLIF(j.notes COLLATE utf8mb4_bin, ''), j.payments, 1, 1
    INTO
        v_plain, v_customer, p_user_raw, v_branch, v_work_order, p_status, p_overpayment, p_discount_type, v_discount, p_invoice_group, p_notes, p_payments, p_cash_rounding, p_apply_offers
    FROM JSON_TABLE(v_header, '$' COLUMNS (
        customer_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.customer_id' DEFAULT '-1' ON ERROR,
        created_by VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.created_by' DEFAULT '-1' ON ERROR,
        branch_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.branch_id' DEFAULT '-1' ON ERROR,
        work_order_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.work_order_id' DEFAULT '-1' ON ERROR,
        status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.status' DEFAULT '-1' ON ERROR,
        overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.overpayment' DEFAULT '-1' ON ERROR,
        discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.discount_type' DEFAULT '-1' ON ERROR,
        discount_value VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.discount_value' DEFAULT '-1' ON ERROR,
        invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.invoice_group' DEFAULT '-1' ON ERROR,
        due_date VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.due_date' DEFAULT '-1' ON ERROR,
        due_days VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.due_days' DEFAULT '-1' ON ERROR,
        cash_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.cash_rounding' DEFAULT '-1' ON ERROR,
        coupon_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.coupon_code' DEFAULT '-1' ON ERROR,
        apply_offers VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.apply_offers' DEFAULT '-1' ON ERROR,
        notes VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.notes' DEFAULT '-1' ON ERROR,
        payments JSON PATH '$.payments'
    )) AS j;

    IF v_plain THEN
        SET p_customer_id = v_customer;
        SET p_branch_id = v_branch;
        SET p_work_order_id = v_work_order;
        SET p_discount_value = v_discount;
    ELSE
        SET p_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
        IF p_customer_id IS NULL THEN
            CALL _raise('VALIDATION.customer_required', NULL, NULL, NULL, NULL);
        END IF;
        SET p_user_raw = JSON_EXTRACT(p_request, '$.created_by');
        SET p_branch_id = _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'));
        SET p_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_request, '$.work_order_id'));
        SET p_status = _read_word('status', JSON_EXTRACT(p_request, '$.status'), 'pending', 'paid,partial,pending');
        SET p_overpayment = _read_word('overpayment', JSON_EXTRACT(p_request, '$.overpayment'), 'reject', 'reject,wallet,change');
        SET p_discount_type = _read_discount_type(JSON_EXTRACT(p_request, '$.discount_type'));
        SET p_discount_raw = JSON_EXTRACT(p_request, '$.discount_value');
        SET p_invoice_group = _read_word(
            'invoice_group', JSON_EXTRACT(p_request, '$.invoice_group'), 'group1',
            'group1,group2,group3,group4,group5,group6,group7,group8,group9,group10,group11');
        SET p_due_date = _read_date('due_date', JSON_EXTRACT(p_request, '$.due_date'));
        SET p_due_days = _read_due_days(p_request);
        SET p_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 10000);
        SET p_cash_rounding = COALESCE(_read_flag('cash_rounding', JSON_EXTRACT(p_request, '$.cash_rounding')), 1);
        SET p_coupon_code = _read_text('coupon_code', JSON_EXTRACT(p_request, '$.coupon_code'), 50);
        SET p_apply_offers = COALESCE(_read_flag('apply_offers', JSON_EXTRACT(p_request, '$.apply_offers')), 1);
    END IF;
END
