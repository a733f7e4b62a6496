-- Refuse a request that names another currency than the company's, or a rate as of one, for what is only in the company's.
-- Parameters: p_request; p_company_id; p_sentence of OTHER_CURRENCY that says so. Errors: UNKNOWN_CURRENCY, OTHER_CURRENCY, INVALID_RATE.
CREATE PROCEDURE _refuse_other_currency(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
)
READS SQL DATA
BEGIN
    DECLARE v_currency, v_base_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(20,10);
    SET v_currency = _read_currency(JSON_EXTRACT(p_request, '$.currency'));
    SET v_rate = _read_exchange_rate('exchange_rate', JSON_EXTRACT(p_request, '$.exchange_rate'));
    IF COALESCE(v_currency, v_rate) IS NOT NULL THEN
        SELECT c.currency INTO v_base_currency FROM companies AS c WHERE c.id = p_company_id;
        IF v_currency <> v_base_currency THEN
            CALL _raise(p_sentence, v_currency, NULL, NULL, NULL);
        END IF;
        IF v_rate <> 1 THEN
            CALL _raise('INVALID_RATE.base', v_base_currency, p_company_id, v_rate, NULL);
        END IF;
    END IF;
END
