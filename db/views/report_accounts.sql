-- The chart of accounts, with the roles that each account plays.
CREATE VIEW report_accounts AS
SELECT
    a.id AS account_id, a.code AS account_code, a.name_ar AS account_name_ar, a.name_en AS account_name_en, a.kind AS account_kind,
    (SELECT GROUP_CONCAT(r.role ORDER BY r.role SEPARATOR ', ') FROM account_roles AS r WHERE r.account_id = a.id) AS roles
FROM accounts AS a
