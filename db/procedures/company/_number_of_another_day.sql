-- The first numbers of a day, or some of a day that the series has left: a call that began before midnight may come after one that
-- began later. The days that it has left are kept beside it.
-- Parameters: as of _next_numbers. Returns: p_no the last of them. Locks: number_series, by primary key.
CREATE PROCEDURE _number_of_another_day(
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    IN p_count INT UNSIGNED,
    OUT p_no INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_day DATE;

    SELECT s.day, s.last_no INTO v_day, p_no
    FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.kind = p_kind AND s.code = p_branch_code FOR UPDATE;

    IF v_day IS NULL THEN
        CALL _raise_changed();
    END IF;
    IF v_day > p_day THEN
        INSERT INTO number_series_days (branch_id, kind, code, day, last_no) VALUES (p_branch_id, p_kind, p_branch_code, p_day, p_count)
        ON DUPLICATE KEY UPDATE last_no = last_no + p_count;
        SELECT d.last_no INTO p_no FROM number_series_days AS d
        WHERE d.branch_id = p_branch_id AND d.kind = p_kind AND d.code = p_branch_code AND d.day = p_day;
    ELSE
        IF v_day < p_day THEN
            IF p_no > 0 THEN
                INSERT INTO number_series_days (branch_id, kind, code, day, last_no) VALUES (p_branch_id, p_kind, p_branch_code, v_day, p_no);
            END IF;
            SET p_no = 0;
        END IF;
        SET p_no = p_no + p_count;
        UPDATE number_series SET day = p_day, last_no = p_no WHERE branch_id = p_branch_id AND kind = p_kind AND code = p_branch_code;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
