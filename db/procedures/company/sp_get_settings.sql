-- The settings of a company.
--
-- Parameters: p_company_id the id, as a number.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, settings.
-- Example: CALL sp_get_settings(1);
CREATE PROCEDURE sp_get_settings(IN p_company_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_company_id BIGINT DEFAULT _required_id('company_id', JSON_QUOTE(p_company_id));
    DECLARE v_settings VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT _settings_json(c.prices_include_tax, c.tax_rounding, c.smallest_coin, m.minor_units) INTO v_settings
    FROM companies AS c FORCE INDEX (PRIMARY) STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
    WHERE c.id = v_company_id;
    IF v_settings IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;

    SELECT CONCAT('{"ok":true,"company_id":', v_company_id, ',"settings":', v_settings, '}') AS response;
END
