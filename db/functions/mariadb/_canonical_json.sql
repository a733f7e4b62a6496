-- A JSON text without its white space and member order.
CREATE FUNCTION _canonical_json(p_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN JSON_NORMALIZE(p_json)
