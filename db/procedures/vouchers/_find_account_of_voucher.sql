-- The account that an item of a voucher names, by its id or its code: any but those that are compared with customers, suppliers or batches.
-- Parameters: p_place of the item, for the error; p_item a JSON object with account_id or account. Returns: p_account_id. Errors: VALIDATION, UNKNOWN_ACCOUNT.
CREATE PROCEDURE _find_account_of_voucher(
    IN p_place VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_item LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_account_id INT
)
READS SQL DATA
BEGIN
    DECLARE v_asked_id BIGINT DEFAULT _read_id(CONCAT(p_place, '.account_id'), JSON_EXTRACT(p_item, '$.account_id'));
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_role VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    IF v_asked_id IS NULL THEN
        SET v_code = _read_text(CONCAT(p_place, '.account'), JSON_EXTRACT(p_item, '$.account'), 20);
        IF v_code IS NULL THEN
            CALL _raise('VALIDATION.required', CONCAT(p_place, '.account'), NULL, NULL, NULL);
        END IF;
        SET p_account_id = (SELECT a.id FROM accounts AS a FORCE INDEX (accounts_by_code) WHERE a.code = CONVERT(v_code USING ascii));
    ELSE
        SET p_account_id = (SELECT a.id FROM accounts AS a FORCE INDEX (PRIMARY) WHERE a.id = v_asked_id);
    END IF;
    IF p_account_id IS NULL THEN
        CALL _raise('UNKNOWN_ACCOUNT', COALESCE(v_asked_id, v_code), NULL, NULL, NULL);
    END IF;
    SELECT MIN(r.role) INTO v_role
    FROM account_roles AS r FORCE INDEX (account_roles_fk_account) WHERE r.account_id = p_account_id AND r.control = 1;
    IF v_role IS NOT NULL THEN
        CALL _raise('VALIDATION.control_account', COALESCE(v_asked_id, v_code), v_role, NULL, NULL);
    END IF;
END
