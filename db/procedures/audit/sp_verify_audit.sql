-- Look whether the audit trail is whole: whether each row has the hash that the next one carries, and each chain all of its rows; beside a head that was
-- kept outside also whether each chain still has the row that was its last one then.
--
-- Parameters: p_head what sp_get_audit_head answered once, as JSON; NULL for none. What is no head is refused: it would compare nothing.
-- Errors: VALIDATION.
-- Returns: one row, one column response: whole, breaks [{table_name, row_id, expected, found}] the first 100 of them: a row of audit_log that has not the
--   hash that it had, or a chain (audit_chains) that lacks rows, or has not the row of the head.
-- Example: CALL sp_verify_audit(NULL);
CREATE PROCEDURE sp_verify_audit(IN p_head LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row_id, v_chain, v_seq BIGINT;
    DECLARE v_bytes BIGINT DEFAULT OCTET_LENGTH(p_head);
    DECLARE v_head_no, v_head_count INT DEFAULT 0;
    DECLARE v_heads JSON;
    DECLARE v_head LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_table, v_hash, v_kept_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_expected, v_found VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_breaks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one statement, so that what is posted meanwhile breaks nothing; what a head names never changes
    DECLARE c_breaks CURSOR FOR
        SELECT b.table_name, b.row_id, b.expected, b.found FROM _broken_audit_rows AS b ORDER BY b.table_name, b.row_id LIMIT 100;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    IF v_bytes > 1048576 THEN
        CALL _raise('VALIDATION.request_size', v_bytes, NULL, NULL, NULL);
    END IF;
    IF p_head IS NOT NULL THEN
        IF NOT _is_json(p_head) OR JSON_TYPE(p_head) <> 'OBJECT' THEN
            CALL _raise('VALIDATION.request', NULL, NULL, NULL, NULL);
        END IF;
        IF _scalar(JSON_EXTRACT(p_head, '$.chains')) IS NULL THEN
            CALL _raise('VALIDATION.required', 'chains', NULL, NULL, NULL);
        END IF;
        CALL _read_list('chains', JSON_EXTRACT(p_head, '$.chains'), 1, v_heads, v_head_count);
        -- of a trail without a row
        IF v_head_count = 0 AND COALESCE(_scalar(JSON_EXTRACT(p_head, '$.rows')), '0') <> '0' THEN
            CALL _raise('VALIDATION', 'rows', _scalar(JSON_EXTRACT(p_head, '$.rows')), NULL, NULL);
        END IF;
    END IF;

    OPEN c_breaks;
    each_break: LOOP
        FETCH c_breaks INTO v_table, v_row_id, v_expected, v_found;
        IF v_done THEN
            LEAVE each_break;
        END IF;
        SET v_breaks = CONCAT(
            v_breaks, ',{"table_name":"', v_table, '","row_id":', v_row_id, ',"expected":', _json_text(v_expected), ',"found":', _json_text(v_found), '}');
    END LOOP;
    CLOSE c_breaks;

    WHILE v_head_no < v_head_count DO
        SET v_head = JSON_EXTRACT(v_heads, CONCAT('$[', v_head_no, ']'));
        SET v_head_no = v_head_no + 1;
        SET v_chain = _required_id('chain', JSON_EXTRACT(v_head, '$.chain')), v_seq = _required_id('seq', JSON_EXTRACT(v_head, '$.seq'));
        SET v_kept_hash = _read_text('hash', JSON_EXTRACT(v_head, '$.hash'), 64);
        SELECT MAX(h.row_hash) INTO v_hash FROM _audit_hashes AS h WHERE h.chain = v_chain AND h.seq = v_seq;
        IF NOT v_hash <=> v_kept_hash THEN
            SET v_breaks = CONCAT(
                v_breaks, ',{"table_name":"audit_chains","row_id":', v_chain, ',"expected":', _json_text(v_kept_hash), ',"found":', _json_text(v_hash), '}');
        END IF;
    END WHILE;
    SELECT CONCAT('{"ok":true,"whole":', IF(v_breaks = '', 'true', 'false'), ',"breaks":[', SUBSTRING(v_breaks, 2), ']}') AS response;
END
