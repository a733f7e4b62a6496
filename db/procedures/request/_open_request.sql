-- What every writing procedure does first inside its transaction: read the request, look at the session, answer a replay.
-- The bucket of the request_id is a row that is always there: a second call with the same key waits for the first one's commit
-- on it and then finds the answer, and when the first one fails nobody deadlocks over the row that it takes back.
-- Lists that are too long are refused here, before the first lock and before all of it is read member by member.
-- Parameters: p_procedure name of the calling procedure; p_request as it came.
-- Returns: p_request_id NULL without one; p_hash of procedure and request; p_response the stored answer of a replay, else NULL.
-- Errors: VALIDATION, SESSION_UNSAFE, TOO_MANY_ITEMS, REQUEST_ID_REUSED.
-- Locks: the lock_buckets row of the request_id, by primary key.
CREATE PROCEDURE _open_request(
    IN p_procedure VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    OUT p_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_setting VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_raw_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_stored_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_bucket SMALLINT UNSIGNED;
    -- a local, since MariaDB writes the value of every variable that a CALL names into the statement's text: 10 MB of it
    DECLARE v_bytes BIGINT DEFAULT OCTET_LENGTH(p_request);
    DECLARE v_count INT;
    DECLARE v_parsed, v_items, v_payments JSON;

    IF v_bytes > 1048576 THEN
        CALL _raise('VALIDATION.request_size', v_bytes, NULL, NULL, NULL);
    END IF;
    IF p_request IS NULL OR NOT _is_json(p_request) THEN
        CALL _raise('VALIDATION.request', NULL, NULL, NULL, NULL);
    END IF;
    SET v_parsed = p_request;
    IF LEFT(p_request, 1) <> '{' AND JSON_TYPE(v_parsed) <> 'OBJECT' THEN
        CALL _raise('VALIDATION.request', NULL, NULL, NULL, NULL);
    END IF;

    SET v_setting = _unsafe_setting();
    IF v_setting IS NOT NULL THEN
        CALL _raise('SESSION_UNSAFE', v_setting, NULL, NULL, NULL);
    END IF;

    -- 1001 of anything take more than 2000 bytes: a usual request is not parsed once more for this
    IF v_bytes > 2000 THEN
        SET v_items = JSON_EXTRACT(v_parsed, '$.items'), v_payments = JSON_EXTRACT(v_parsed, '$.payments');
        -- a list may also come as a string that holds one
        SET v_count = GREATEST(
            COALESCE(IF(JSON_TYPE(v_items) = 'STRING', JSON_LENGTH(_list(v_items)), JSON_LENGTH(v_items)), 0),
            COALESCE(IF(JSON_TYPE(v_payments) = 'STRING', JSON_LENGTH(_list(v_payments)), JSON_LENGTH(v_payments)), 0));
        IF v_count > 1000 THEN
            CALL _raise('TOO_MANY_ITEMS', v_count, NULL, NULL, NULL);
        END IF;
    END IF;

    SET v_raw_id = JSON_EXTRACT(v_parsed, '$.request_id');
    -- Bytes decide: a caseless [!-~] would let in the Kelvin sign, whose small letter is k. First as nearly every key is: nothing escaped in it.
    IF v_raw_id COLLATE utf8mb4_bin REGEXP '^"[!#-\\[\\]-~]{1,64}"\\z' THEN
        SET p_request_id = SUBSTRING(v_raw_id, 2, CHAR_LENGTH(v_raw_id) - 2);
    ELSEIF v_raw_id IS NOT NULL THEN
        SET v_raw_id = _read_text('request_id', v_raw_id, 1048576);
        IF NOT v_raw_id COLLATE utf8mb4_bin REGEXP '^[!-~]{1,64}\\z' THEN
            CALL _raise('VALIDATION', 'request_id', v_raw_id, NULL, NULL);
        END IF;
        SET p_request_id = v_raw_id;
    END IF;
    SET p_response = NULL;

    IF p_request_id IS NOT NULL THEN
        SET p_hash = _request_hash(p_procedure, p_request);
        -- bucket 0 belongs to the master data
        SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 1 + CRC32(p_request_id) % 4095 FOR UPDATE;
        SELECT k.request_hash, k.response INTO v_stored_hash, p_response
        FROM request_keys AS k WHERE k.request_id = p_request_id;
        IF v_stored_hash <> p_hash THEN
            CALL _raise('REQUEST_ID_REUSED', p_request_id, NULL, NULL, NULL);
        END IF;
    END IF;
END
