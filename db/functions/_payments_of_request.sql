-- The payments of a request that may give one amount with its method instead of a list.
-- Parameters: p_request a JSON object. Returns: raw JSON of a list. Errors: VALIDATION where both are given.
CREATE FUNCTION _payments_of_request(p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT JSON_EXTRACT(p_request, '$.payments');
    IF _scalar(v_payments) IS NULL THEN
        RETURN CONCAT(
            '[{"amount":', COALESCE(JSON_EXTRACT(p_request, '$.amount'), 'null'), ',"method":', COALESCE(JSON_EXTRACT(p_request, '$.method'), 'null'),
            ',"notes":', COALESCE(JSON_EXTRACT(p_request, '$.notes'), 'null'), ',"parts":', COALESCE(JSON_EXTRACT(p_request, '$.parts'), 'null'), '}]');
    END IF;
    IF _scalar(JSON_EXTRACT(p_request, '$.amount')) IS NOT NULL THEN
        CALL _raise('VALIDATION', 'amount beside payments', JSON_EXTRACT(p_request, '$.amount'), NULL, NULL);
    END IF;
    RETURN v_payments;
END
