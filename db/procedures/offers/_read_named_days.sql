-- What offers and coupons have alike: code, name, whether they are active, and their days. A member that is absent stays as it came in.
-- Parameters: p_request a JSON object; the values before, NULL for a new one. Returns: the values as they are to be. Errors: VALIDATION.
CREATE PROCEDURE _read_named_days(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_active TINYINT,
    INOUT p_valid_from DATE,
    INOUT p_valid_to DATE
)
READS SQL DATA
BEGIN
    IF JSON_EXTRACT(p_request, '$.code') IS NOT NULL THEN
        SET p_code = _read_text('code', JSON_EXTRACT(p_request, '$.code'), 50);
    END IF;
    IF JSON_EXTRACT(p_request, '$.name') IS NOT NULL THEN
        SET p_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    END IF;
    IF p_code IS NULL OR p_name IS NULL THEN
        CALL _raise('VALIDATION.required', IF(p_code IS NULL, 'code', 'name'), NULL, NULL, NULL);
    END IF;
    SET p_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), p_active, 1);
    IF JSON_EXTRACT(p_request, '$.valid_from') IS NOT NULL THEN
        SET p_valid_from = _read_date('valid_from', JSON_EXTRACT(p_request, '$.valid_from'));
    END IF;
    IF JSON_EXTRACT(p_request, '$.valid_to') IS NOT NULL THEN
        SET p_valid_to = _read_date('valid_to', JSON_EXTRACT(p_request, '$.valid_to'));
    END IF;
    IF p_valid_to < p_valid_from THEN
        CALL _raise('VALIDATION', 'valid_to', p_valid_to, NULL, NULL);
    END IF;
END
