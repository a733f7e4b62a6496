-- On which day a missing entry is posted, and with which number: it gets back the number that is missing on its document's day. Where none is, or
-- that day is closed, it is posted today. The series is set to just before the gap; _close_number_gap puts it back.
-- Parameters: p_document_no tells the series, which may be a till's own; NULL where p_branch_code is its code; p_day business date of the document;
--   p_today.
-- Returns: p_branch_code of the series; p_post_day; p_last_no where the series stood, NULL where there is no gap.
-- Locks: number_series JE, by primary key.
CREATE PROCEDURE _open_number_gap(
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_document_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    INOUT p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    IN p_today DATE,
    OUT p_post_day DATE,
    OUT p_last_no INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_series_day, v_closed_to DATE;
    DECLARE v_gap INT UNSIGNED;

    CALL _lock_series(p_branch_id, 'JE');
    -- a number that is wrong in itself tells no series
    SELECT COALESCE(MAX(s.code), p_branch_code) INTO p_branch_code
    FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.kind = 'JE' AND s.code = _series_code(p_document_no);
    SELECT s.day, s.last_no INTO v_series_day, p_last_no FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.kind = 'JE' AND s.code = p_branch_code;
    IF v_series_day <> p_day THEN
        SELECT MAX(d.last_no) INTO p_last_no FROM number_series_days AS d WHERE d.branch_id = p_branch_id AND d.kind = 'JE' AND d.code = p_branch_code AND d.day = p_day;
    END IF;
    SELECT c.books_closed_to INTO v_closed_to FROM companies AS c WHERE c.id = p_company_id;

    -- numbers in order stand at their own place until the first one that is missing
    SELECT COALESCE(MIN(IF(w.given <> w.place, w.place, NULL)), COUNT(*) + 1) INTO v_gap
    FROM (
        SELECT n.given, ROW_NUMBER() OVER (ORDER BY n.given) AS place
        FROM (
            SELECT CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED) AS given
            FROM journal_entries AS e FORCE INDEX (journal_entries_by_day) WHERE e.entry_date = p_day AND e.branch_id = p_branch_id
                AND _series_code(e.entry_no) = p_branch_code
        ) AS n
    ) AS w;

    IF v_gap <= p_last_no AND NOT COALESCE(p_day <= v_closed_to, FALSE) THEN
        SET p_post_day = p_day;
        CALL _set_series(p_branch_id, p_branch_code, 'JE', p_day, v_gap - 1);
    ELSE
        SET p_post_day = p_today;
        SET p_last_no = NULL;
    END IF;
END
