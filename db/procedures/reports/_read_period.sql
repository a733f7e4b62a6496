-- Which days a report is asked for.
-- Parameters: p_filter JSON object: optional from and to, business dates, both included; p_today where to is absent; p_by month makes from the first of to's
-- month where it is absent, else it is to itself; p_head of _read_report, to which both are added.
-- Returns: p_from, p_to, p_head. Errors: VALIDATION.
CREATE PROCEDURE _read_period(
    IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_by VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_today DATE,
    OUT p_from DATE,
    OUT p_to DATE,
    INOUT p_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    SET p_to = COALESCE(_read_date('to', JSON_EXTRACT(p_filter, '$.to')), p_today);
    SET p_from = COALESCE(_read_date('from', JSON_EXTRACT(p_filter, '$.from')), IF(p_by = 'month', CAST(DATE_FORMAT(p_to, '%Y-%m-01') AS DATE), p_to));
    -- no rows would look like no sales
    IF p_from > p_to THEN
        CALL _raise('VALIDATION.period', p_from, p_to, NULL, NULL);
    END IF;
    SET p_head = CONCAT(p_head, ',"from":"', p_from, '","to":"', p_to, '"');
END
