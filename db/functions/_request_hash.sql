-- What makes two requests with one key the same: procedure and members, without csrf_token, lists that came as strings parsed;
-- member order and white space do not count. (request_id is the key, so it cannot tell two of them apart.)
-- Parameters: p_procedure name; p_request a JSON object. Returns: SHA-256 in hexadecimal.
CREATE FUNCTION _request_hash(
    p_procedure VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS CHAR(64) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL
BEGIN
    -- bytes are looked at faster than letters
    DECLARE v_bytes LONGBLOB DEFAULT p_request;
    DECLARE v_has_escapes TINYINT DEFAULT LOCATE('\\', v_bytes) > 0;
    -- a string that holds a list shows as a quote before a bracket, but for spaces, or as something escaped
    IF v_has_escapes OR LOCATE('"[', v_bytes) > 0 OR (LOCATE('" ', v_bytes) > 0 AND LOCATE('"[', REPLACE(v_bytes, ' ', '')) > 0) THEN
        SET p_request = _with_lists_parsed(p_request);
    END IF;
    IF v_has_escapes OR LOCATE('"csrf_token"', v_bytes) > 0 THEN
        SET p_request = JSON_REMOVE(p_request, '$.csrf_token');
    END IF;
    RETURN SHA2(CONCAT(p_procedure, ' ', _canonical_json(p_request)), 256);
END
