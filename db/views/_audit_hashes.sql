-- The hash of each row of the audit trail, as the row after it carries it: over all columns as they are stored, texts after the lengths of all of
-- them, so that no two rows have the same text.
CREATE VIEW _audit_hashes AS
SELECT
    a.id, a.chain, a.seq,
    CONVERT(SHA2(CONCAT_WS(
        ' ', a.id, a.chain, a.seq, a.user_id, a.document_id, a.happened_at, a.previous_hash, LENGTH(a.action), LENGTH(a.document_table),
        COALESCE(LENGTH(a.request_id), -1), COALESCE(LENGTH(a.reason), -1), COALESCE(LENGTH(a.values_before), -1), COALESCE(LENGTH(a.values_after), -1),
        a.action, a.document_table, a.request_id, a.reason, a.values_before, a.values_after), 256) USING ascii) COLLATE ascii_bin AS row_hash
FROM audit_log AS a
