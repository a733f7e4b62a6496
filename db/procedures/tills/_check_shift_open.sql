-- What was posted in a closed shift is not undone as if it had not been: it keeps its documents, whose figures were counted and reported. An open
-- one stays open until the call ends.
-- Parameters: p_shift_id of the document, NULL where it has none; p_document its number. Errors: SHIFT_CLOSED. Locks: the shift, shared, by
-- shifts_one_of_cashier, as _join_shift does.
CREATE PROCEDURE _check_shift_open(IN p_shift_id INT, IN p_document VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
BEGIN
    DECLARE v_shift_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_cashier_id, v_open_id INT;
    IF p_shift_id IS NOT NULL THEN
        SELECT s.shift_no, s.cashier_id INTO v_shift_no, v_cashier_id FROM shifts AS s WHERE s.id = p_shift_id;
        SELECT s.id INTO v_open_id
        FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) WHERE s.open_cashier_id = v_cashier_id AND s.id = p_shift_id LOCK IN SHARE MODE;
        IF v_open_id IS NULL THEN
            CALL _raise('SHIFT_CLOSED', v_shift_no, p_document, NULL, NULL);
        END IF;
    END IF;
END
