-- An id that the request must hold.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: the id. Errors: VALIDATION.
CREATE FUNCTION _required_id(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS BIGINT
READS SQL DATA
BEGIN
    DECLARE v_bytes BIGINT DEFAULT OCTET_LENGTH(p_raw);
    DECLARE v_id BIGINT;
    -- the reads by id hand over what the caller gave, whatever its size
    IF v_bytes > 1048576 THEN
        CALL _raise('VALIDATION.request_size', v_bytes, NULL, NULL, NULL);
    END IF;
    SET v_id = _read_id(p_member, p_raw);
    IF v_id IS NULL THEN
        CALL _raise('VALIDATION.required', p_member, NULL, NULL, NULL);
    END IF;
    RETURN v_id;
END
