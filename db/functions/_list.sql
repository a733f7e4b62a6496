-- A list of a request: a JSON array, or a string that holds one (the page sends items and payments so).
-- Parameters: p_raw the member's raw JSON. Returns: the array as JSON text; NULL when it is absent or no array.
CREATE FUNCTION _list(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF LEFT(p_raw, 1) = '[' THEN
        RETURN p_raw;
    END IF;
    SET v_text = _scalar(p_raw);
    RETURN IF(JSON_TYPE(IF(_is_json(v_text), v_text, 'null')) = 'ARRAY', v_text, NULL);
END
