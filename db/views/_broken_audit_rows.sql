-- Where a chain of the audit trail is broken: a row whose hash is not what the next one carries, or its chain as that of its last one; and a chain
-- that lacks rows that were written, or has others. A row that was changed, removed, inserted or moved is one of them.
CREATE VIEW _broken_audit_rows AS
SELECT 'audit_log' AS table_name, h.id AS row_id, COALESCE(n.previous_hash, c.last_hash) AS expected, h.row_hash AS found
FROM _audit_hashes AS h
LEFT JOIN audit_log AS n FORCE INDEX (audit_log_chain) ON n.chain = h.chain AND n.seq = h.seq + 1
LEFT JOIN audit_chains AS c ON c.chain = h.chain AND c.last_seq = h.seq
WHERE NOT COALESCE(n.previous_hash, c.last_hash) <=> h.row_hash
UNION ALL
SELECT 'audit_chains' AS table_name, w.chain AS row_id, 'rows missing: 0' AS expected, CONCAT('rows missing: ', w.missing) AS found
FROM (
    SELECT
        c.chain,
        CAST(c.last_seq AS SIGNED) - (SELECT COUNT(a.seq) FROM audit_log AS a FORCE INDEX (audit_log_chain) WHERE a.chain = c.chain) AS missing
    FROM audit_chains AS c
) AS w
WHERE w.missing <> 0
