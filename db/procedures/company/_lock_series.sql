-- Lock one kind of number of a branch, all its series. Parameters: as of _next_numbers. Locks: number_series, by primary key.
CREATE PROCEDURE _lock_series(IN p_branch_id INT, IN p_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    SELECT COUNT(*) INTO v_locked FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.kind = p_kind FOR UPDATE;
END
