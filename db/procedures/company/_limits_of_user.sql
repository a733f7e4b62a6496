-- What a user is limited to. Returns: p_branch_ids a JSON array of ids, ascending; p_permissions one of the names of procedures, ascending; each is empty where
-- the user has no such limit.
CREATE PROCEDURE _limits_of_user(
    IN p_user_id INT,
    OUT p_branch_ids LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_permissions LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_branch_id INT;
    DECLARE v_procedure VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE c_branches CURSOR FOR
        SELECT w.branch_id FROM user_branches AS w FORCE INDEX (PRIMARY) WHERE w.user_id = p_user_id ORDER BY w.branch_id;
    DECLARE c_permissions CURSOR FOR
        SELECT p.procedure_name FROM user_permissions AS p FORCE INDEX (PRIMARY) WHERE p.user_id = p_user_id ORDER BY p.procedure_name;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_branch_ids = '', p_permissions = '';
    OPEN c_branches;
    each_branch: LOOP
        FETCH c_branches INTO v_branch_id;
        IF v_done THEN
            LEAVE each_branch;
        END IF;
        SET p_branch_ids = CONCAT(p_branch_ids, ',', v_branch_id);
    END LOOP;
    CLOSE c_branches;
    SET v_done = 0;
    OPEN c_permissions;
    each_permission: LOOP
        FETCH c_permissions INTO v_procedure;
        IF v_done THEN
            LEAVE each_permission;
        END IF;
        SET p_permissions = CONCAT(p_permissions, ',"', CONVERT(v_procedure USING utf8mb4), '"');
    END LOOP;
    CLOSE c_permissions;
    SET p_branch_ids = CONCAT('[', SUBSTRING(p_branch_ids, 2), ']'), p_permissions = CONCAT('[', SUBSTRING(p_permissions, 2), ']');
END
