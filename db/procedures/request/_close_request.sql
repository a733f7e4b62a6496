-- What every writing procedure does last before it commits: keep the answer under the request's key, in the same transaction as the
-- document, so that both are there or neither.
-- Parameters: p_request_id and p_hash of _open_request; p_table and p_id the first row that the call made; p_response the answer; p_now UTC.
CREATE PROCEDURE _close_request(
    IN p_procedure VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    IN p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    IF p_request_id IS NOT NULL THEN
        INSERT INTO request_keys (request_id, procedure_name, request_hash, document_table, document_id, response, created_at)
        VALUES (p_request_id, p_procedure, p_hash, p_table, p_id, p_response, p_now);
    END IF;
END
