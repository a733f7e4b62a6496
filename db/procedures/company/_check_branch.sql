-- May a user write in a branch? Who has rows in user_branches works only in those branches; who has none, in every one.
-- Parameters: p_branch_id, NULL for none, which nobody is kept from. Errors: FORBIDDEN_BRANCH.
CREATE PROCEDURE _check_branch(IN p_user_id INT, IN p_branch_id INT)
READS SQL DATA
BEGIN
    DECLARE v_allowed TINYINT;
    SELECT MAX(w.branch_id = p_branch_id) INTO v_allowed FROM user_branches AS w FORCE INDEX (PRIMARY) WHERE w.user_id = p_user_id;
    IF v_allowed = 0 THEN
        CALL _raise('FORBIDDEN_BRANCH', p_user_id, p_branch_id, NULL, NULL);
    END IF;
END
