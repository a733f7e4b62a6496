-- Put a series of entries back to where it stood before _open_number_gap: the gap is filled.
-- Parameters: p_last_no of _open_number_gap, NULL where there was no gap.
CREATE PROCEDURE _close_number_gap(
    IN p_branch_id INT, IN p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin, IN p_day DATE, IN p_last_no INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    IF p_last_no IS NOT NULL THEN
        CALL _set_series(p_branch_id, p_branch_code, 'JE', p_day, p_last_no);
    END IF;
END
