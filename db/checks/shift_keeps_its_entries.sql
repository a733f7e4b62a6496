-- A closed shift has the entries that its closing counted in its report, none more and none less.
-- Depth: full
SELECT 'shifts' AS table_name, r.id AS row_id, r.counted AS expected, r.entries AS found
FROM (
    SELECT
        s.id,
        IF(
            LOCATE('"kind":"JE","count":', s.report) = 0, 0,
            CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(s.report, '"kind":"JE","count":', -1), ',', 1) AS SIGNED)) AS counted,
        (SELECT COUNT(*) FROM journal_entries AS e WHERE e.shift_id = s.id) AS entries
    FROM shifts AS s
    WHERE s.closed_on IS NOT NULL
) AS r
WHERE r.counted <> r.entries
