-- Refuse a request that names another currency than the company's for what is only in that.
-- Parameters: p_request; p_company_id; p_sentence of OTHER_CURRENCY that says so. Errors: UNKNOWN_CURRENCY, OTHER_CURRENCY.
CREATE PROCEDURE _refuse_other_currency(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
)
READS SQL DATA
BEGIN
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _read_currency(JSON_EXTRACT(p_request, '$.currency'));
    IF v_currency IS NOT NULL THEN
        SELECT NULLIF(v_currency, c.currency) INTO v_currency FROM companies AS c WHERE c.id = p_company_id;
    END IF;
    IF v_currency IS NOT NULL THEN
        CALL _raise(p_sentence, v_currency, NULL, NULL, NULL);
    END IF;
END
