-- Branches, with the currency and the time zone of their company. is_main 1: the branch of what names none; every company has one.
CREATE VIEW report_branches AS
SELECT
    b.id AS branch_id, b.company_id, b.code AS branch_code, b.name AS branch_name, b.main_of IS NOT NULL AS is_main, b.cost_center_id, co.currency,
    co.time_zone
FROM branches AS b
INNER JOIN companies AS co ON co.id = b.company_id
