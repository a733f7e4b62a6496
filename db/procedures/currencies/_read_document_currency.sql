-- The currency that a debit note or an invoice is in, and what one unit of it is worth: what the request says, else the company's own, and the rate of the
-- document's day.
-- Parameters: p_request as of sp_save_debit_note and sp_save_invoice; p_company_id; p_day of the document. Returns: p_currency and its decimals; p_rate of the company's currency
-- for one of it. Errors: UNKNOWN_CURRENCY, INVALID_RATE, UNKNOWN_RATE.
CREATE PROCEDURE _read_document_currency(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_day DATE,
    OUT p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_minor_units TINYINT,
    OUT p_rate DECIMAL(20,10)
)
READS SQL DATA
BEGIN
    DECLARE v_base_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT c.currency INTO v_base_currency FROM companies AS c WHERE c.id = p_company_id;
    SET p_currency = COALESCE(_read_currency(JSON_EXTRACT(p_request, '$.currency')), v_base_currency);
    SELECT m.minor_units INTO p_minor_units FROM currencies AS m WHERE m.code = CONVERT(p_currency USING ascii);
    SET p_rate = _read_exchange_rate('exchange_rate', JSON_EXTRACT(p_request, '$.exchange_rate'));
    IF p_currency = v_base_currency AND p_rate <> 1 THEN
        CALL _raise('INVALID_RATE.base', p_currency, p_company_id, p_rate, NULL);
    END IF;
    IF p_rate IS NULL THEN
        CALL _find_exchange_rate(p_company_id, p_currency, p_day, p_rate);
    END IF;
END
