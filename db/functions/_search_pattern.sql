-- A LIKE pattern that finds a text anywhere, its own % and _ taken as they are.
-- Parameters: p_raw raw JSON of the member search. Returns: the pattern, NULL where nothing is searched. Errors: VALIDATION.
CREATE FUNCTION _search_pattern(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
RETURN CONCAT('%', REPLACE(REPLACE(REPLACE(_read_text('search', p_raw, 255), '!', '!!'), '%', '!%'), '_', '!_'), '%')
