-- The coupon of a sale: may it be used, and what does it take off? Its row is the mutex of its uses.
-- Parameters: p_code as the request has it; p_locks 0 for a quote, which promises nothing; p_as_given what the lines come to, before the
-- invoice's discount; p_left of it after that and after offers; p_applied of _choose_offers, where an offer that it opened names it.
-- Returns: p_coupon_id; p_discount that it takes off the invoice itself, 0 where it opened an offer; p_applied with it.
-- Errors: COUPON_INVALID, COUPON_USED_UP. Locks: the coupon, by primary key.
CREATE PROCEDURE _take_coupon(
    IN p_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_locks TINYINT,
    IN p_company_id INT,
    IN p_customer_id BIGINT,
    IN p_today DATE,
    IN p_as_given DECIMAL(19,4),
    IN p_left DECIMAL(19,4),
    IN p_minor_units TINYINT,
    INOUT p_applied JSON,
    OUT p_coupon_id INT,
    OUT p_discount DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_offer_id, v_locked_id INT;
    DECLARE v_value, v_min_amount DECIMAL(19,4);
    DECLARE v_valid_from, v_valid_to DATE;
    DECLARE v_active TINYINT;
    DECLARE v_max_uses, v_max_by_customer, v_used, v_used_by_customer BIGINT;

    SELECT MAX(c.id) INTO p_coupon_id FROM coupons AS c FORCE INDEX (coupons_by_code) WHERE c.company_id = p_company_id AND c.code = p_code;
    IF p_coupon_id IS NULL THEN
        CALL _raise('COUPON_INVALID', p_code, NULL, NULL, NULL);
    END IF;
    IF p_locks THEN
        SELECT c.id INTO v_locked_id FROM coupons AS c WHERE c.id = p_coupon_id FOR UPDATE;
    END IF;
    SELECT
        c.code, c.name, c.offer_id, c.gives, c.value, c.min_amount, c.valid_from, c.valid_to, c.active, c.max_uses, c.max_uses_per_customer, c.used_count
    INTO
        v_code, v_name, v_offer_id, v_gives, v_value, v_min_amount, v_valid_from, v_valid_to, v_active, v_max_uses, v_max_by_customer, v_used
    FROM coupons AS c WHERE c.id = p_coupon_id;

    IF NOT v_active THEN
        CALL _raise('COUPON_INVALID.inactive', p_coupon_id, v_code, NULL, NULL);
    END IF;
    IF p_today < v_valid_from THEN
        CALL _raise('COUPON_INVALID.not_yet', p_coupon_id, v_valid_from, v_code, NULL);
    END IF;
    IF p_today > v_valid_to THEN
        CALL _raise('COUPON_INVALID.expired', p_coupon_id, v_valid_to, v_code, NULL);
    END IF;
    IF v_used >= v_max_uses THEN
        CALL _raise('COUPON_USED_UP', p_coupon_id, v_used, v_code, NULL);
    END IF;
    IF v_max_by_customer IS NOT NULL THEN
        SELECT COUNT(*) INTO v_used_by_customer FROM coupon_uses AS u FORCE INDEX (coupon_uses_of_customer)
        WHERE u.coupon_id = p_coupon_id AND u.customer_id = p_customer_id AND u.given_back = 0;
        IF v_used_by_customer >= v_max_by_customer THEN
            CALL _raise('COUPON_USED_UP.by_customer', p_coupon_id, v_used_by_customer, p_customer_id, v_code);
        END IF;
    END IF;
    IF p_as_given < v_min_amount THEN
        CALL _raise('COUPON_INVALID.minimum', p_coupon_id, _money(v_min_amount, p_minor_units), _money(p_as_given, p_minor_units), v_code);
    END IF;

    SET p_discount = 0;
    IF v_offer_id IS NULL THEN
        SET p_discount = _invoice_discount(v_gives, v_value, p_left, p_minor_units);
        SET p_applied = JSON_MERGE_PRESERVE(p_applied, CONCAT(
            '[{"coupon_id":', p_coupon_id, ',"name":', JSON_QUOTE(v_name), ',"gives":"invoice_', v_gives, '","amount":"', p_discount, '"}]'));
    END IF;
    -- it is not used up for nothing
    IF p_discount = 0 AND NOT EXISTS (
        SELECT 1 FROM JSON_TABLE(p_applied, '$[*]' COLUMNS (offer_id INT PATH '$.offer_id')) AS j WHERE j.offer_id = v_offer_id)
    THEN
        CALL _raise('COUPON_INVALID.nothing', p_coupon_id, v_code, NULL, NULL);
    END IF;
END
