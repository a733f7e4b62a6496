-- Write down a state change, in the transaction that makes it: the next row of a chain of the audit trail. Any chain will do: the first one that
-- nobody writes to, so that no call waits for another one; a call that has one goes on with it, or with an earlier one.
-- Parameters: p_action what was done, a word such as amend or repair; the row by table and id; p_before and p_after JSON objects of the columns that
-- changed, NULL where there was no row before, or is none after; p_reason and p_request_id of the request, or NULL; p_now UTC.
-- Locks: one row of audit_chains, by primary key; waits for it where all are taken, and rarely on MariaDB (decision 2).
CREATE PROCEDURE _audit(
    IN p_action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    IN p_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_chain SMALLINT UNSIGNED;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;

    SELECT c.chain, c.last_seq + 1, c.last_hash INTO v_chain, v_seq, v_hash FROM audit_chains AS c ORDER BY c.chain LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF v_chain IS NULL THEN
        SELECT c.chain, c.last_seq + 1, c.last_hash INTO v_chain, v_seq, v_hash
        FROM audit_chains AS c WHERE c.chain = 1 + CONNECTION_ID() % 256 FOR UPDATE;
    END IF;
    INSERT INTO audit_log (
        chain, seq, previous_hash, happened_at, user_id, action, document_table, document_id, values_before, values_after, reason, request_id)
    VALUES (v_chain, v_seq, v_hash, p_now, p_user_id, p_action, p_table, p_id, p_before, p_after, p_reason, p_request_id);
    UPDATE audit_chains SET last_seq = v_seq, last_hash = (SELECT h.row_hash FROM _audit_hashes AS h WHERE h.id = LAST_INSERT_ID()) WHERE chain = v_chain;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END
