-- What an offer gives. A member that is absent stays as it came in, null clears; what the kind of gift has no use for must be absent.
-- Parameters: p_request a JSON object; the offer's company and its currency's minor units; p_product_id that it is about, or NULL; the values
-- before, NULL for a new one. Returns: the values as they are to be. Errors: VALIDATION, AMOUNT_PRECISION, INVALID_PRICE, UNKNOWN_PRODUCT.
CREATE PROCEDURE _read_offer_gift(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_product_id BIGINT,
    INOUT p_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_value DECIMAL(19,6),
    INOUT p_free_product_id BIGINT,
    INOUT p_free_qty DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_old_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_gives;
    DECLARE v_value_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT JSON_EXTRACT(p_request, '$.value');

    SET p_gives = _read_word(
        'gives', JSON_EXTRACT(p_request, '$.gives'), p_gives, 'percent,amount,price,free_item,invoice_percent,invoice_amount');
    IF p_gives IS NULL THEN
        CALL _raise('VALIDATION.required', 'gives', NULL, NULL, NULL);
    END IF;
    -- what it gave before in another kind says nothing of the new one
    IF p_gives <> v_old_gives THEN
        SET p_value = NULL, p_free_product_id = NULL, p_free_qty = NULL;
    END IF;

    IF v_value_raw IS NOT NULL THEN
        SET p_value = CASE
            WHEN p_gives = 'price' THEN _read_unit_price('value', v_value_raw)
            WHEN p_gives IN ('amount', 'invoice_amount') THEN NULLIF(_read_money('value', v_value_raw, p_minor_units), 0)
            WHEN p_gives IN ('percent', 'invoice_percent') THEN _read_percent('value', v_value_raw)
        END;
        IF p_gives = 'free_item' AND _scalar(v_value_raw) IS NOT NULL THEN
            CALL _raise('VALIDATION', 'value', _scalar(v_value_raw), NULL, NULL);
        END IF;
    END IF;
    IF JSON_EXTRACT(p_request, '$.free_product_id') IS NOT NULL THEN
        SET p_free_product_id = _read_id('free_product_id', JSON_EXTRACT(p_request, '$.free_product_id'));
        CALL _check_product_of(p_free_product_id, p_company_id);
    END IF;
    IF JSON_EXTRACT(p_request, '$.free_qty') IS NOT NULL THEN
        SET p_free_qty = _read_bound('free_qty', JSON_EXTRACT(p_request, '$.free_qty'));
    END IF;

    IF p_gives = 'free_item' THEN
        IF p_free_product_id IS NULL OR p_free_qty IS NULL THEN
            CALL _raise('VALIDATION.required', IF(p_free_product_id IS NULL, 'free_product_id', 'free_qty'), NULL, NULL, NULL);
        END IF;
    ELSE
        IF p_value IS NULL THEN
            CALL _raise('VALIDATION.required', 'value', NULL, NULL, NULL);
        END IF;
        IF p_free_product_id IS NOT NULL THEN
            CALL _raise('VALIDATION', 'free_product_id', p_free_product_id, NULL, NULL);
        END IF;
        IF p_free_qty IS NOT NULL THEN
            CALL _raise('VALIDATION', 'free_qty', p_free_qty, NULL, NULL);
        END IF;
        IF p_product_id IS NULL AND p_gives IN ('percent', 'amount', 'price') THEN
            CALL _raise('VALIDATION.required', 'product_id', NULL, NULL, NULL);
        END IF;
    END IF;
END
