-- The series of a branch, from the documents that bear its numbers: only where these have no gap.
-- Parameters: p_branch_id, its series locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_series(
    IN p_branch_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_day DATE;
    DECLARE v_count, v_old_no INT UNSIGNED;
    DECLARE c_days CURSOR FOR
        SELECT d.kind, d.code, d.day, d.documents, COALESCE(IF(s.day = d.day, s.last_no, x.last_no), 0) AS old_no
        FROM _document_numbers AS d
        STRAIGHT_JOIN number_series AS s FORCE INDEX (PRIMARY) ON s.branch_id = d.branch_id AND s.kind = d.kind AND s.code = d.code
        LEFT JOIN number_series_days AS x FORCE INDEX (PRIMARY) ON x.branch_id = d.branch_id AND x.kind = d.kind AND x.code = d.code AND x.day = d.day
        WHERE d.branch_id = p_branch_id AND d.documents = d.last_no
        ORDER BY d.kind, d.code, d.day;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_days;
    each_day: LOOP
        FETCH c_days INTO v_kind, v_code, v_day, v_count, v_old_no;
        IF v_done THEN
            LEAVE each_day;
        END IF;
        IF v_count <> v_old_no THEN
            CALL _set_series(p_branch_id, v_code, v_kind, v_day, v_count);
            CALL _note_repair(
                'number_series_stand_at_their_last_number', 'number_series', p_branch_id, CONCAT(v_kind, ' ', v_code, v_day), v_old_no, v_count,
                p_user_id, p_request_id, p_now, p_changes);
        END IF;
    END LOOP;
    CLOSE c_days;
END
