-- A list of a request that may be absent: null, "" and absence are an empty one.
-- Parameters: p_member its name, for the error; p_raw its raw JSON (an array, or a string that holds one); p_of_objects 1 where it lists objects.
-- Returns: p_list, p_count. Errors: VALIDATION, TOO_MANY_ITEMS.
CREATE PROCEDURE _read_list(
    IN p_member VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_of_objects TINYINT,
    OUT p_list JSON,
    OUT p_count INT
)
READS SQL DATA
BEGIN
    DECLARE v_element_no INT DEFAULT 0;
    DECLARE v_element LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SET p_list = IF(_scalar(p_raw) IS NULL, '[]', _list(p_raw));
    IF p_list IS NULL THEN
        CALL _raise('VALIDATION', p_member, _scalar(p_raw), NULL, NULL);
    END IF;
    SET p_count = JSON_LENGTH(p_list);
    IF p_count > 1000 THEN
        CALL _raise('TOO_MANY_ITEMS', p_count, NULL, NULL, NULL);
    END IF;
    WHILE p_of_objects AND v_element_no < p_count DO
        SET v_element = JSON_EXTRACT(p_list, CONCAT('$[', v_element_no, ']'));
        SET v_element_no = v_element_no + 1;
        IF LEFT(v_element, 1) <> '{' THEN
            CALL _raise('VALIDATION', CONCAT(p_member, '[', v_element_no, ']'), v_element, NULL, NULL);
        END IF;
    END WHILE;
END
