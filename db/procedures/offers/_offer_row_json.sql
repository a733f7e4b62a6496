-- An offer by its id as answers show it.
-- Parameters: p_minor_units of its company. Returns: p_json, NULL where there is no such offer.
CREATE PROCEDURE _offer_row_json(IN p_offer_id BIGINT, IN p_minor_units TINYINT, OUT p_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    SET p_json = (
        SELECT _offer_json(
            o.id, o.company_id, o.code, o.name, o.active, o.needs_coupon, o.valid_from, o.valid_to, o.customer_group_id, o.product_id, o.min_qty,
            o.max_qty, o.min_amount, o.max_amount, o.gives, o.value, o.free_product_id, o.free_qty, o.priority, p_minor_units)
        FROM offers AS o WHERE o.id = p_offer_id);
END
