-- Each row of the audit trail carries the hash of the one before it in its chain, and each chain has the rows that were written into it.
-- Depth: full
SELECT b.table_name, b.row_id, b.expected, b.found
FROM _broken_audit_rows AS b
