-- An account as answers and lists show it, with the roles that it plays, by name.
CREATE FUNCTION _account_json(p_account_id INT) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_role VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_roles LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_roles CURSOR FOR
        SELECT r.role FROM account_roles AS r FORCE INDEX (account_roles_fk_account) WHERE r.account_id = p_account_id ORDER BY r.role;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_roles;
    each_role: LOOP
        FETCH c_roles INTO v_role;
        IF v_done THEN
            LEAVE each_role;
        END IF;
        SET v_roles = CONCAT(v_roles, ',"', v_role, '"');
    END LOOP;
    CLOSE c_roles;
    RETURN (
        SELECT CONCAT(
            '{"id":', a.id, ',"code":"', CONVERT(a.code USING utf8mb4), '","name_ar":', JSON_QUOTE(a.name_ar), ',"name_en":', JSON_QUOTE(a.name_en),
            ',"kind":"', a.kind, '","roles":[', SUBSTRING(v_roles, 2), ']}')
        FROM accounts AS a FORCE INDEX (PRIMARY) WHERE a.id = p_account_id);
END
