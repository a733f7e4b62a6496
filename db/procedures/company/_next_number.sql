-- The next number of a series: gapless, because it is given in the document's own transaction, last of all locks.
-- A call that began before midnight may come after one that began later: the days that the series has left are kept beside it.
-- Parameters: p_branch_id; p_kind INV, PAY, ...; p_day business date of the document. Returns: p_number such as INV-20251215-0001, with the branch's code after the kind but for the main branch.
-- Locks: number_series, by primary key.
CREATE PROCEDURE _next_number(
    IN p_branch_id INT,
    IN p_kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    OUT p_number VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_day DATE;
    DECLARE v_last_no INT UNSIGNED;
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT s.day, s.last_no INTO v_day, v_last_no
    FROM number_series AS s WHERE s.branch_id = p_branch_id AND s.kind = p_kind FOR UPDATE;

    IF v_day > p_day THEN
        INSERT INTO number_series_days (branch_id, kind, day, last_no) VALUES (p_branch_id, p_kind, p_day, 1)
        ON DUPLICATE KEY UPDATE last_no = last_no + 1;
        SELECT d.last_no INTO v_last_no FROM number_series_days AS d
        WHERE d.branch_id = p_branch_id AND d.kind = p_kind AND d.day = p_day;
    ELSE
        IF v_day < p_day THEN
            IF v_last_no > 0 THEN
                INSERT INTO number_series_days (branch_id, kind, day, last_no) VALUES (p_branch_id, p_kind, v_day, v_last_no);
            END IF;
            SET v_last_no = 0;
        END IF;
        SET v_last_no = v_last_no + 1;
        UPDATE number_series SET day = p_day, last_no = v_last_no WHERE branch_id = p_branch_id AND kind = p_kind;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;

    SELECT IF(b.main_of IS NULL, CONCAT(b.code, '-'), '') INTO v_code FROM branches AS b WHERE b.id = p_branch_id;
    SET p_number = CONCAT(p_kind, '-', v_code, DATE_FORMAT(p_day, '%Y%m%d'), '-', IF(v_last_no < 10000, LPAD(v_last_no, 4, '0'), v_last_no));
END
