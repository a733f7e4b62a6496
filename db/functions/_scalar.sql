-- The text of a JSON member that is a string or a number. Absent, null and "" are one: NULL.
-- true, false, objects and arrays come back as their JSON text, which is no number, no word and no date.
-- Only "" is empty: to the collation so were a NUL or a zero-width space.
-- Parameters: p_raw the member's raw JSON (a JSON column of JSON_TABLE). Returns: its text, trimmed, or NULL.
CREATE FUNCTION _scalar(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN IF(p_raw = 'null', NULL, NULLIF(TRIM(IF(LEFT(p_raw, 1) = '"', JSON_UNQUOTE(p_raw), p_raw)) COLLATE utf8mb4_bin, ''))
