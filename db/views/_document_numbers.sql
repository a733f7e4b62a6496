-- How many documents bear a number of each series and day, and the highest of these.
CREATE VIEW _document_numbers AS
SELECT n.branch_id, n.kind, n.code, n.day, COUNT(n.given) AS documents, MAX(n.given) AS last_no
FROM _all_numbers AS n
GROUP BY n.branch_id, n.kind, n.code, n.day
