-- Raise an error of the catalogue: its number, and "TOKEN: " with its English sentence, the values filled in in their order.
-- A text of more than 128 characters would itself be an error: the last value is cut, the ones before never are.
-- Parameters: p_sentence token or token.variant, p_1 to p_4 the values, those that the sentence does not have NULL.
CREATE PROCEDURE _raise(
    IN p_sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_1 LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_2 LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_3 LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_4 LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_errno SMALLINT UNSIGNED;
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_value LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_from, v_open, v_close, v_place INT DEFAULT 1;

    SELECT e.errno, CONCAT(e.token, ': ', e.english) INTO v_errno, v_text
    FROM error_catalogue AS e WHERE e.sentence = p_sentence;

    SET v_open = LOCATE('{', v_text);
    WHILE v_open > 0 DO
        SET v_close = LOCATE('}', v_text, v_open);
        SET v_value = COALESCE(ELT(v_place, p_1, p_2, p_3, p_4), 'null');
        IF LOCATE('{', v_text, v_close) = 0 AND v_open - 1 + CHAR_LENGTH(v_value) + CHAR_LENGTH(v_text) - v_close > 128 THEN
            SET v_value = CONCAT(LEFT(v_value, 128 - (v_open - 1) - (CHAR_LENGTH(v_text) - v_close) - 1), '…');
        END IF;
        SET v_text = CONCAT(LEFT(v_text, v_open - 1), v_value, SUBSTRING(v_text, v_close + 1));
        SET v_from = v_open + CHAR_LENGTH(v_value);
        SET v_open = LOCATE('{', v_text, v_from);
        SET v_place = v_place + 1;
    END WHILE;

    SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = v_errno, MESSAGE_TEXT = v_text;
END
