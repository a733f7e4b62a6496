-- What makes two requests the same: procedure and members, without request_id and csrf_token, lists that came as strings parsed;
-- member order and white space do not count.
-- Parameters: p_procedure name; p_request a JSON object. Returns: SHA-256 in hexadecimal.
CREATE FUNCTION _request_hash(
    p_procedure VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS CHAR(64) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL
-- a string that holds a list shows as a quote before a bracket, or as something escaped
RETURN SHA2(CONCAT(p_procedure, ' ', _canonical_json(JSON_REMOVE(
    IF(p_request REGEXP '"[[:space:]]*\\[|\\\\', _with_lists_parsed(p_request), p_request), '$.request_id', '$.csrf_token'))), 256)
