-- The branches that a user is limited to. Returns: p_branch_ids a JSON array of ids, ascending; empty where the user works in every branch.
CREATE PROCEDURE _branches_of_user(IN p_user_id INT, OUT p_branch_ids LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_branch_id INT;
    DECLARE c_branches CURSOR FOR
        SELECT w.branch_id FROM user_branches AS w FORCE INDEX (PRIMARY) WHERE w.user_id = p_user_id ORDER BY w.branch_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_branch_ids = '';
    OPEN c_branches;
    each_branch: LOOP
        FETCH c_branches INTO v_branch_id;
        IF v_done THEN
            LEAVE each_branch;
        END IF;
        SET p_branch_ids = CONCAT(p_branch_ids, ',', v_branch_id);
    END LOOP;
    CLOSE c_branches;
    SET p_branch_ids = CONCAT('[', SUBSTRING(p_branch_ids, 2), ']');
END
