-- The ends of the audit trail's chains, to be kept where nobody can change both: a row removed at a chain's end is found only beside them.
--
-- Returns: one row, one column response: rows in the trail, chains [{chain, seq, hash}] those that have any, each with the place and the SHA-256 of its
--   last row.
-- Example: CALL sp_get_audit_head();
CREATE PROCEDURE sp_get_audit_head()
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_chain SMALLINT UNSIGNED;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_rows BIGINT DEFAULT 0;
    DECLARE v_chains LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one statement, so that all ends are of one moment
    DECLARE c_chains CURSOR FOR SELECT c.chain, c.last_seq, c.last_hash FROM audit_chains AS c WHERE c.last_seq > 0 ORDER BY c.chain;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_chains;
    each_chain: LOOP
        FETCH c_chains INTO v_chain, v_seq, v_hash;
        IF v_done THEN
            LEAVE each_chain;
        END IF;
        SET v_rows = v_rows + v_seq;
        SET v_chains = CONCAT(v_chains, ',{"chain":', v_chain, ',"seq":', v_seq, ',"hash":"', CONVERT(v_hash USING utf8mb4), '"}');
    END LOOP;
    CLOSE c_chains;
    SELECT CONCAT('{"ok":true,"rows":', v_rows, ',"chains":[', SUBSTRING(v_chains, 2), ']}') AS response;
END
