-- Which offer it is that gives something: members without braces.
-- Parameters: p_offers of _find_offers; p_offer_no place in it, from 1.
CREATE FUNCTION _offer_members_json(
    p_offers LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_offer_no INT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_offer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT JSON_EXTRACT(p_offers, CONCAT('$[', p_offer_no - 1, ']'));
    RETURN CONCAT(
        '"offer_id":', JSON_EXTRACT(v_offer, '$.id'), ',"coupon_id":', COALESCE(JSON_EXTRACT(v_offer, '$.coupon_id'), 'null'),
        ',"name":', JSON_EXTRACT(v_offer, '$.name'), ',"gives":', JSON_EXTRACT(v_offer, '$.gives'));
END
