-- In how many days an invoice is due, counted from its date: a whole number, 0 to 3650.
-- Parameters: p_request a JSON object, with due_days or due_date. Returns: the number or NULL. Errors: VALIDATION, also where both are given.
CREATE FUNCTION _read_due_days(p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS INT
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(JSON_EXTRACT(p_request, '$.due_days'));
    DECLARE v_days DECIMAL(38,20) DEFAULT _number(v_text);
    IF v_text IS NOT NULL AND (v_days IS NULL OR v_days < 0 OR v_days > 3650 OR v_days <> ROUND(v_days)) THEN
        CALL _raise('VALIDATION', 'due_days', v_text, NULL, NULL);
    END IF;
    IF v_days IS NOT NULL AND _scalar(JSON_EXTRACT(p_request, '$.due_date')) IS NOT NULL THEN
        CALL _raise('VALIDATION', 'due_days beside due_date', v_text, NULL, NULL);
    END IF;
    RETURN v_days;
END
