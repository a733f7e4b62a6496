-- What was changed, by whom, and what it was before. Times are UTC.
CREATE VIEW report_audit_log AS
SELECT
    a.id AS audit_id, a.happened_at, a.user_id, u.username AS user_name, a.action, a.document_table, a.document_id, a.values_before, a.values_after, a.reason
FROM audit_log AS a
INNER JOIN users AS u ON u.id = a.user_id
