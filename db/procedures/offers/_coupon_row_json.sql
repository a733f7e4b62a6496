-- A coupon by its id as answers show it.
-- Parameters: p_minor_units of its company. Returns: p_json, NULL where there is no such coupon.
CREATE PROCEDURE _coupon_row_json(IN p_coupon_id BIGINT, IN p_minor_units TINYINT, OUT p_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    SET p_json = (
        SELECT _coupon_json(
            c.id, c.company_id, c.code, c.name, c.offer_id, c.gives, c.value, c.min_amount, c.valid_from, c.valid_to, c.max_uses,
            c.max_uses_per_customer, c.used_count, c.active, p_minor_units)
        FROM coupons AS c WHERE c.id = p_coupon_id);
END
