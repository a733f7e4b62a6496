-- A text, or null, as a JSON value.
-- Returns: a JSON string in quotes, 'null' for NULL.
CREATE FUNCTION _json_text(p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN COALESCE(JSON_QUOTE(p_text), 'null')
