-- The open shift of a cashier, which what the call posts belongs to, shared until the call ends: its closing waits. Called when all else is locked.
-- Parameters: p_user_id who makes the call; company, branch and code of the documents (_read_branch).
-- Returns: p_shift_id, NULL where the cashier has none open in this company; p_branch_code with the till's code, where the till numbers its own documents.
-- Errors: FORBIDDEN_BRANCH where the shift is of a branch that the user is kept from by now.
-- Locks: shifts, by shifts_one_of_cashier; its till and branch, shared.
CREATE PROCEDURE _join_shift(
    IN p_user_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    INOUT p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_shift_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_shift_branch_id INT;
    DECLARE v_till_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT s.id, s.branch_id, IF(t.own_numbers AND s.branch_id = p_branch_id, CONCAT(b.code, '-', t.code, '-'), NULL)
    INTO p_shift_id, v_shift_branch_id, v_till_code
    FROM shifts AS s FORCE INDEX (shifts_one_of_cashier)
    STRAIGHT_JOIN tills AS t FORCE INDEX (PRIMARY) ON t.id = s.till_id
    STRAIGHT_JOIN branches AS b FORCE INDEX (PRIMARY) ON b.id = s.branch_id
    WHERE s.open_cashier_id = p_user_id AND s.company_id = p_company_id
    LOCK IN SHARE MODE;
    IF v_shift_branch_id <> p_branch_id THEN
        CALL _check_branch(p_user_id, v_shift_branch_id);
    END IF;
    IF v_till_code IS NOT NULL THEN
        SET p_branch_code = v_till_code;
    END IF;
END
