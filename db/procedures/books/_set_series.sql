-- Set the last number of a series on one day, its current one, one that it has left, or one after it. The caller has locked the series.
-- Parameters: as of _next_numbers; p_last_no.
CREATE PROCEDURE _set_series(
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    IN p_last_no INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_day DATE;
    DECLARE v_old_no INT UNSIGNED;
    SELECT s.day, s.last_no INTO v_day, v_old_no FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.kind = p_kind AND s.code = p_branch_code;
    IF v_day > p_day THEN
        INSERT INTO number_series_days (branch_id, kind, code, day, last_no) VALUES (p_branch_id, p_kind, p_branch_code, p_day, p_last_no)
        ON DUPLICATE KEY UPDATE last_no = p_last_no;
    ELSE
        IF v_day < p_day AND v_old_no > 0 THEN
            INSERT INTO number_series_days (branch_id, kind, code, day, last_no) VALUES (p_branch_id, p_kind, p_branch_code, v_day, v_old_no);
        END IF;
        UPDATE number_series SET day = p_day, last_no = p_last_no WHERE branch_id = p_branch_id AND kind = p_kind AND code = p_branch_code;
    END IF;
END
