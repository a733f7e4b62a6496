-- What the money of a payment is worth in the company's currency. A payment is in the currency of its document; for a debit note in another one the
-- request may tell the rate, or what all of it came to (base_amount); else the rate of the day counts.
-- Parameters: p_request as of sp_add_payment; p_company_id; p_day business date; p_minor_units of the company; p_currency of the document, NULL for the
-- company's. Returns: p_currency, NULL where it is the company's; p_rate of the company's currency for one of it, NULL where p_base_amount, in the company's
-- currency, is told.
-- Errors: UNKNOWN_CURRENCY, CURRENCY_MISMATCH, INVALID_RATE, UNKNOWN_RATE, INVALID_PAYMENT, AMOUNT_PRECISION, VALIDATION.
CREATE PROCEDURE _read_payment_rate(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_day DATE,
    IN p_minor_units TINYINT,
    INOUT p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_rate DECIMAL(20,10),
    OUT p_base_amount DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_base_currency, v_currency, v_asked VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT c.currency INTO v_base_currency FROM companies AS c WHERE c.id = p_company_id;
    SET v_currency = COALESCE(p_currency, v_base_currency);
    SET v_asked = _read_currency(JSON_EXTRACT(p_request, '$.currency'));
    SET p_rate = _read_exchange_rate('exchange_rate', JSON_EXTRACT(p_request, '$.exchange_rate'));
    SET p_base_amount = _read_amount('base_amount', JSON_EXTRACT(p_request, '$.base_amount'), p_minor_units);
    IF v_asked <> v_currency THEN
        CALL _raise('CURRENCY_MISMATCH', v_currency, v_asked, NULL, NULL);
    END IF;
    IF v_currency = v_base_currency THEN
        IF p_rate <> 1 THEN
            CALL _raise('INVALID_RATE.base', v_currency, p_company_id, p_rate, NULL);
        END IF;
        IF p_base_amount IS NOT NULL THEN
            CALL _raise('VALIDATION', 'base_amount', p_base_amount, NULL, NULL);
        END IF;
        SET p_currency = NULL;
        SET p_rate = 1;
    ELSE
        IF p_rate IS NOT NULL AND p_base_amount IS NOT NULL THEN
            CALL _raise('VALIDATION', 'base_amount beside exchange_rate', p_base_amount, NULL, NULL);
        END IF;
        IF p_base_amount IS NULL AND p_rate IS NULL THEN
            CALL _find_exchange_rate(p_company_id, v_currency, p_day, p_rate);
        END IF;
    END IF;
END
