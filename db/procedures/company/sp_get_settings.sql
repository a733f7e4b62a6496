-- The settings of a company, with what they are read beside: its currency, time zone and branches.
--
-- Parameters: p_company_id the id, as a number.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, settings, currency {code, minor_units}, time_zone (IANA name), branches [{id, company_id, code,
--   name, is_main, cost_center_id}].
-- Example: CALL sp_get_settings(1);
CREATE PROCEDURE sp_get_settings(IN p_company_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_company_id BIGINT DEFAULT _required_id('company_id', JSON_QUOTE(p_company_id));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_company, v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_branches LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_branches CURSOR FOR
        SELECT _branch_json(b.id, b.company_id, b.code, b.name, b.main_of, b.cost_center_id)
        FROM branches AS b FORCE INDEX (branches_by_code) WHERE b.company_id = v_company_id ORDER BY b.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT CONCAT(
        '"settings":', _settings_json(
            c.name, c.address, c.phone, c.tax_number, c.prices_include_tax, c.tax_rounding, c.smallest_coin, m.minor_units),
        ',"currency":{"code":"', CONVERT(m.code USING utf8mb4), '","minor_units":', m.minor_units,
        '},"time_zone":"', CONVERT(c.time_zone USING utf8mb4), '"')
    INTO v_company
    FROM companies AS c FORCE INDEX (PRIMARY) STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
    WHERE c.id = v_company_id;
    IF v_company IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    OPEN c_branches;
    each_branch: LOOP
        FETCH c_branches INTO v_json;
        IF v_done THEN
            LEAVE each_branch;
        END IF;
        SET v_branches = CONCAT(v_branches, ',', v_json);
    END LOOP;
    CLOSE c_branches;

    SELECT CONCAT('{"ok":true,"company_id":', v_company_id, ',', v_company, ',"branches":[', SUBSTRING(v_branches, 2), ']}') AS response;
END
