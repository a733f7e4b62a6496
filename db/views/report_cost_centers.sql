-- Cost centres; active 0: no new document names it.
CREATE VIEW report_cost_centers AS
SELECT c.id AS cost_center_id, c.company_id, c.code AS cost_center_code, c.name AS cost_center_name, c.active
FROM cost_centers AS c
