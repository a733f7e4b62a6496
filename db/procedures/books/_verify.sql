-- Run the checks of db/checks on one state of the database, whatever is posted meanwhile.
-- Parameters: p_quick TRUE: leaves out those of depth full, and asks those of depth newest about their newest rows alone.
-- Returns: one row a check, by name: check_name, ok 1 or 0, violations the number of rows that break it, sample the first five of them as a JSON
--   array [{table_name, row_id, expected, found}].
CREATE PROCEDURE _verify(IN p_quick BOOLEAN)
READS SQL DATA
BEGIN
    -- one statement, so that all checks read one snapshot, and each check once
    SELECT
        c.check_name, COUNT(v.place) = 0 AS ok, COALESCE(MAX(v.violations), 0) AS violations,
        CONCAT('[', CONCAT_WS(
            ',', MAX(IF(v.place = 1, v.row_json, NULL)), MAX(IF(v.place = 2, v.row_json, NULL)), MAX(IF(v.place = 3, v.row_json, NULL)),
            MAX(IF(v.place = 4, v.row_json, NULL)), MAX(IF(v.place = 5, v.row_json, NULL))), ']') AS sample
    FROM _checks AS c
    LEFT JOIN (
        SELECT
            w.check_name,
            CONCAT(
                '{"table_name":', _json_text(w.table_name), ',"row_id":', COALESCE(w.row_id, 'null'), ',"expected":', _json_text(w.expected),
                ',"found":', _json_text(w.found), '}') AS row_json,
            ROW_NUMBER() OVER (PARTITION BY w.check_name ORDER BY w.table_name, w.row_id) AS place,
            COUNT(*) OVER (PARTITION BY w.check_name) AS violations
        FROM (
            SELECT a.check_name, a.table_name, a.row_id, a.expected, a.found FROM _violations AS a WHERE NOT p_quick
            UNION ALL
            SELECT q.check_name, q.table_name, q.row_id, q.expected, q.found FROM _quick_violations AS q WHERE p_quick
        ) AS w
    ) AS v ON v.check_name = c.check_name AND v.place <= 5
    WHERE NOT p_quick OR c.depth <> 'full'
    GROUP BY c.check_name
    ORDER BY c.check_name;
END
