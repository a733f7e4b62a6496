-- A JSON object's text without one of its members, all else letter by letter as it came: JSON_REMOVE writes the whole anew on MySQL, where 5.10
-- becomes 5.1 and the members change places. It is asked only where the member is not written in its plain form.
-- Parameters: p_object a JSON object; p_member a name of letters and _. Returns: the object's text.
CREATE FUNCTION _without_member(
    p_object LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_path VARCHAR(70) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT CONCAT('$.', p_member);
    DECLARE v_key VARCHAR(66) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT CONCAT('"', p_member, '"');
    DECLARE v_object LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT p_object;
    DECLARE v_before, v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE v_place INT DEFAULT LOCATE(v_key, v_object);

    IF JSON_EXTRACT(p_object, v_path) IS NULL THEN
        RETURN p_object;
    END IF;
    SET v_before = LEFT(v_object, v_place - 1), v_after = SUBSTRING(v_object, v_place + CHAR_LENGTH(v_key));
    -- the colon, the value, and the comma behind it; the patterns look at short pieces, for the text may be long
    SET v_after = SUBSTRING(v_after, 1 + CHAR_LENGTH(COALESCE(
        REGEXP_SUBSTR(LEFT(v_after, 1000), '^[ \t\r\n]*:[ \t\r\n]*("[^"\\\\]*"|[-+.0-9A-Za-z]+)[ \t\r\n]*,?'), '')));
    IF LEFT(v_after, 1) = '}' THEN
        -- it was the last one: a comma may stand before it
        SET v_before = LEFT(v_before, CHAR_LENGTH(v_before) - CHAR_LENGTH(COALESCE(REGEXP_SUBSTR(RIGHT(v_before, 200), ',[ \t\r\n]*\\z'), '')));
    END IF;
    -- the name may stand in a line too, or with escapes
    IF _is_json(CONCAT(v_before, v_after)) AND JSON_EXTRACT(CONCAT(v_before, v_after), v_path) IS NULL AND LOCATE(v_key, v_after) = 0 THEN
        RETURN CONCAT(v_before, v_after);
    END IF;
    RETURN JSON_REMOVE(p_object, v_path);
END
