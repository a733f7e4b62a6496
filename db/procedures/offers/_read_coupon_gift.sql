-- What a coupon gives: a percentage or an amount off the invoice, or it opens an offer that needs one. A member that is absent stays as it came in.
-- Parameters: p_request a JSON object; the coupon's company and its currency's minor units; the values before, NULL for a new one.
-- Returns: the values as they are to be. Errors: VALIDATION, AMOUNT_PRECISION, UNKNOWN_OFFER.
CREATE PROCEDURE _read_coupon_gift(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    INOUT p_offer_id BIGINT,
    INOUT p_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_value DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_old_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_gives;
    DECLARE v_needs_coupon TINYINT;

    IF JSON_EXTRACT(p_request, '$.offer_id') IS NOT NULL THEN
        SET p_offer_id = _read_id('offer_id', JSON_EXTRACT(p_request, '$.offer_id'));
    END IF;
    IF JSON_EXTRACT(p_request, '$.gives') IS NOT NULL THEN
        SET p_gives = _read_word('gives', JSON_EXTRACT(p_request, '$.gives'), NULL, 'percent,amount');
    END IF;
    -- a value of the other kind says nothing of this one
    IF NOT p_gives <=> v_old_gives THEN
        SET p_value = NULL;
    END IF;
    IF (p_offer_id IS NULL) = (p_gives IS NULL) THEN
        CALL _raise('VALIDATION.offer_or_gives', NULL, NULL, NULL, NULL);
    END IF;
    IF p_gives = 'percent' AND JSON_EXTRACT(p_request, '$.value') IS NOT NULL THEN
        SET p_value = _read_percent('value', JSON_EXTRACT(p_request, '$.value'));
    ELSEIF p_gives = 'amount' AND JSON_EXTRACT(p_request, '$.value') IS NOT NULL THEN
        SET p_value = NULLIF(_read_money('value', JSON_EXTRACT(p_request, '$.value'), p_minor_units), 0);
    END IF;
    IF p_gives IS NOT NULL AND p_value IS NULL THEN
        CALL _raise('VALIDATION.required', 'value', NULL, NULL, NULL);
    END IF;
    IF p_offer_id IS NOT NULL THEN
        SELECT MAX(o.needs_coupon) INTO v_needs_coupon FROM offers AS o WHERE o.id = p_offer_id AND o.company_id = p_company_id;
        IF v_needs_coupon IS NULL THEN
            CALL _raise('UNKNOWN_OFFER', p_offer_id, NULL, NULL, NULL);
        END IF;
        -- one that every sale is given anyway needs no coupon
        IF NOT v_needs_coupon THEN
            CALL _raise('VALIDATION', 'offer_id', p_offer_id, NULL, NULL);
        END IF;
    END IF;
END
