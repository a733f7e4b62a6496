-- What a call would be refused for, as an element of the member "problems", with a comma before it.
-- Parameters: p_text of the error, "TOKEN: sentence"; p_row_id of the line that it is about, or NULL.
CREATE FUNCTION _problem_json(
    p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    ',{"token":', JSON_QUOTE(SUBSTRING_INDEX(p_text, ': ', 1)), ',"row_id":', COALESCE(JSON_QUOTE(p_row_id), 'null'),
    ',"message":', JSON_QUOTE(SUBSTRING(p_text, LOCATE(': ', p_text) + 2)), '}')
