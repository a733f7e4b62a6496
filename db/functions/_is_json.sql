-- Is a text one JSON value? On MySQL a text nested more than 100 deep is an error of its own (3157), which no user must see.
-- Parameters: p_text any text. Returns: 1 or 0, NULL for NULL.
CREATE FUNCTION _is_json(p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS TINYINT
DETERMINISTIC NO SQL
BEGIN
    DECLARE EXIT HANDLER FOR 3157 RETURN 0;
    RETURN JSON_VALID(p_text);
END
