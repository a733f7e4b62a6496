-- The member items of a request as a list of objects: 1 to 1000 of them.
-- Parameters: p_items its raw JSON (an array, or a string that holds one); p_none the sentence of the error where there is none, p_of its value, or NULL.
-- Returns: p_list, p_count. Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION.
CREATE PROCEDURE _read_items(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_none VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_of INT,
    OUT p_list JSON,
    OUT p_count INT
)
READS SQL DATA
BEGIN
    DECLARE v_no_object LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SET p_list = _list(p_items);
    IF p_list IS NULL AND _scalar(p_items) IS NOT NULL THEN
        CALL _raise('VALIDATION.items', _scalar(p_items), NULL, NULL, NULL);
    END IF;
    SET p_count = COALESCE(JSON_LENGTH(p_list), 0);
    IF p_count = 0 THEN
        CALL _raise(p_none, p_of, NULL, NULL, NULL);
    END IF;
    IF p_count > 1000 THEN
        CALL _raise('TOO_MANY_ITEMS', p_count, NULL, NULL, NULL);
    END IF;
    SELECT MAX(j.item) INTO v_no_object FROM JSON_TABLE(p_list, '$[*]' COLUMNS (item JSON PATH '$')) AS j WHERE NOT JSON_TYPE(j.item) <=> 'OBJECT';
    IF v_no_object IS NOT NULL THEN
        CALL _raise('VALIDATION.items', v_no_object, NULL, NULL, NULL);
    END IF;
END
