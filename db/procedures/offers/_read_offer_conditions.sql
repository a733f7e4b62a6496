-- The conditions of an offer. A member that is absent stays as it came in, null clears.
-- Parameters: p_request a JSON object; the offer's company and its currency's minor units; the values before, NULL for a new one.
-- Returns: the values as they are to be. Errors: VALIDATION, AMOUNT_PRECISION, UNKNOWN_PRODUCT, UNKNOWN_GROUP.
CREATE PROCEDURE _read_offer_conditions(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    INOUT p_group_id BIGINT,
    INOUT p_product_id BIGINT,
    INOUT p_min_qty DECIMAL(19,4),
    INOUT p_max_qty DECIMAL(19,4),
    INOUT p_min_amount DECIMAL(19,4),
    INOUT p_max_amount DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    IF JSON_EXTRACT(p_request, '$.customer_group_id') IS NOT NULL THEN
        SET p_group_id = _read_id('customer_group_id', JSON_EXTRACT(p_request, '$.customer_group_id'));
        IF p_group_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customer_groups AS g WHERE g.id = p_group_id AND g.company_id = p_company_id) THEN
            CALL _raise('UNKNOWN_GROUP', p_group_id, NULL, NULL, NULL);
        END IF;
    END IF;
    IF JSON_EXTRACT(p_request, '$.product_id') IS NOT NULL THEN
        SET p_product_id = _read_id('product_id', JSON_EXTRACT(p_request, '$.product_id'));
        CALL _check_product_of(p_product_id, p_company_id);
    END IF;
    IF JSON_EXTRACT(p_request, '$.min_qty') IS NOT NULL THEN
        SET p_min_qty = _read_bound('min_qty', JSON_EXTRACT(p_request, '$.min_qty'));
    END IF;
    IF JSON_EXTRACT(p_request, '$.max_qty') IS NOT NULL THEN
        SET p_max_qty = _read_bound('max_qty', JSON_EXTRACT(p_request, '$.max_qty'));
    END IF;
    -- 0 is no bound
    IF JSON_EXTRACT(p_request, '$.min_amount') IS NOT NULL THEN
        SET p_min_amount = NULLIF(_read_money('min_amount', JSON_EXTRACT(p_request, '$.min_amount'), p_minor_units), 0);
    END IF;
    IF JSON_EXTRACT(p_request, '$.max_amount') IS NOT NULL THEN
        SET p_max_amount = NULLIF(_read_money('max_amount', JSON_EXTRACT(p_request, '$.max_amount'), p_minor_units), 0);
    END IF;
    IF p_max_qty < p_min_qty THEN
        CALL _raise('VALIDATION', 'max_qty', p_max_qty, NULL, NULL);
    END IF;
    IF p_max_amount < p_min_amount THEN
        CALL _raise('VALIDATION', 'max_amount', _money(p_max_amount, p_minor_units), NULL, NULL);
    END IF;
END
