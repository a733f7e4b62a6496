-- The word of the answers for the shop's column delivered.
CREATE FUNCTION _payment_status(p_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CASE p_delivered WHEN 'yes' THEN 'paid' WHEN 'no' THEN 'pending' ELSE p_delivered END
