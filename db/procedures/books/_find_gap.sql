-- In which series of entries the number of a lost one is missing, where its document bears no number that would tell it.
-- Parameters: p_day business date of the document. Returns: p_branch_code, given as the branch's own, the code of the first series with too few
-- entries on that day; as given where there is none. Locks: number_series JE, by primary key.
CREATE PROCEDURE _find_gap(IN p_branch_id INT, IN p_day DATE, INOUT p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin)
MODIFIES SQL DATA
BEGIN
    CALL _lock_series(p_branch_id, 'JE');
    SELECT COALESCE(MIN(s.code), p_branch_code) INTO p_branch_code
    FROM number_series AS s FORCE INDEX (PRIMARY)
    LEFT JOIN number_series_days AS d FORCE INDEX (PRIMARY) ON d.branch_id = s.branch_id AND d.kind = s.kind AND d.code = s.code AND d.day = p_day
    LEFT JOIN (
        SELECT _series_code(e.entry_no) AS code, COUNT(*) AS entries
        FROM journal_entries AS e FORCE INDEX (journal_entries_by_day) WHERE e.entry_date = p_day AND e.branch_id = p_branch_id
        GROUP BY _series_code(e.entry_no)
    ) AS g ON g.code = s.code
    WHERE s.branch_id = p_branch_id AND s.kind = 'JE' AND COALESCE(IF(s.day = p_day, s.last_no, d.last_no), 0) > COALESCE(g.entries, 0);
END
