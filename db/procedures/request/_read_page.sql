-- The page that a list is asked for.
-- Parameters: p_filter a JSON object, NULL for an empty one. Returns: p_limit rows, 1 to 500, 50 where absent; p_after the next_after of the page before, or NULL.
-- Errors: VALIDATION.
CREATE PROCEDURE _read_page(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT p_limit BIGINT, OUT p_after BIGINT)
READS SQL DATA
BEGIN
    DECLARE v_bytes BIGINT DEFAULT OCTET_LENGTH(p_filter);

    IF v_bytes > 1048576 THEN
        CALL _raise('VALIDATION.request_size', v_bytes, NULL, NULL, NULL);
    END IF;
    IF p_filter IS NOT NULL AND (NOT _is_json(p_filter) OR JSON_TYPE(p_filter) <> 'OBJECT') THEN
        CALL _raise('VALIDATION.request', NULL, NULL, NULL, NULL);
    END IF;
    SET p_limit = COALESCE(_read_id('limit', JSON_EXTRACT(p_filter, '$.limit')), 50);
    IF p_limit > 500 THEN
        CALL _raise('VALIDATION', 'limit', p_limit, NULL, NULL);
    END IF;
    SET p_after = _read_id('after', JSON_EXTRACT(p_filter, '$.after'));
    -- 0 is a place to go on from: adopted placeholders may have the id 0
    IF p_after IS NULL AND _scalar(JSON_EXTRACT(p_filter, '$.after')) IS NOT NULL THEN
        SET p_after = 0;
    END IF;
END
