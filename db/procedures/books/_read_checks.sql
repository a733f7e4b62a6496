-- Which checks a request names.
-- Parameters: p_raw raw JSON of the member checks. Returns: p_checks a JSON array of names, NULL for all of them. Errors: VALIDATION, TOO_MANY_ITEMS.
CREATE PROCEDURE _read_checks(
    IN p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_checks LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_list LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(p_raw);
    DECLARE v_word LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_place INT DEFAULT 0;
    DECLARE v_count INT DEFAULT COALESCE(JSON_LENGTH(v_list), 0);

    SET p_checks = NULL;
    IF v_count = 0 AND _scalar(p_raw) IS NOT NULL AND NOT LOWER(TRIM(_scalar(p_raw))) COLLATE utf8mb4_bin = 'all' THEN
        CALL _raise('VALIDATION', 'checks', _scalar(p_raw), NULL, NULL);
    END IF;
    IF v_count > 1000 THEN
        CALL _raise('TOO_MANY_ITEMS', v_count, NULL, NULL, NULL);
    END IF;
    WHILE v_place < v_count DO
        SET v_word = LOWER(TRIM(_scalar(JSON_EXTRACT(v_list, CONCAT('$[', v_place, ']')))));
        SET v_place = v_place + 1;
        IF NOT EXISTS (SELECT 1 FROM _checks AS c WHERE c.check_name COLLATE utf8mb4_bin = v_word) THEN
            CALL _raise('VALIDATION', CONCAT('checks[', v_place, ']'), COALESCE(v_word, 'null'), NULL, NULL);
        END IF;
        SET p_checks = CONCAT(COALESCE(CONCAT(LEFT(p_checks, CHAR_LENGTH(p_checks) - 1), ','), '['), JSON_QUOTE(v_word), ']');
    END WHILE;
END
