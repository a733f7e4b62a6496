-- The kind of a discount, percent where none is given. Returns: percent|amount. Errors: INVALID_DISCOUNT.
CREATE FUNCTION _read_discount_type(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT COALESCE(LOWER(_scalar(p_raw)), 'percent');
    IF v_text COLLATE utf8mb4_bin NOT IN ('percent', 'amount') THEN
        CALL _raise('INVALID_DISCOUNT', 'discount_type', v_text, NULL, NULL);
    END IF;
    RETURN v_text;
END
