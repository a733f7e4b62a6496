-- An id that the request must hold.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: the id. Errors: VALIDATION.
CREATE FUNCTION _required_id(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS BIGINT
READS SQL DATA
BEGIN
    DECLARE v_id BIGINT DEFAULT _read_id(p_member, p_raw);
    IF v_id IS NULL THEN
        CALL _raise('VALIDATION.required', p_member, NULL, NULL, NULL);
    END IF;
    RETURN v_id;
END
