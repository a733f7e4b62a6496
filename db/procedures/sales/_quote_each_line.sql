-- The lines of a request, each looked at by itself: those that can be priced, and the problems of the others.
-- Parameters: p_items a JSON array; p_company_id and p_minor_units of its currency; p_keeps 0 where even those that can be priced are to count as broken.
-- Returns: p_lines of _read_invoice_lines; p_broken a JSON array [[line_no, row_id], ...] of the others; p_problems, and with theirs.
CREATE PROCEDURE _quote_each_line(
    IN p_items JSON,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_keeps TINYINT,
    OUT p_lines JSON,
    OUT p_broken JSON,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_line, v_text, v_one LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_broken LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, j.line FROM JSON_TABLE(p_items, '$[*]' COLUMNS (line_no FOR ORDINALITY, line JSON PATH '$')) AS j;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_line;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        -- MySQL gives a JSON null as an SQL NULL, and the line would pass for a request without items
        CALL _quote_line(COALESCE(v_line, 'null'), v_line_no, p_company_id, p_minor_units, v_one, v_row_id, v_text);
        IF v_text IS NULL AND p_keeps THEN
            SET v_lines = CONCAT(v_lines, ',', v_one);
        ELSE
            SET v_broken = CONCAT(v_broken, ',[', v_line_no, ',', _json_text(v_row_id), ']');
            SET p_problems = CONCAT(p_problems, COALESCE(_problem_json(v_text, v_row_id), ''));
        END IF;
    END LOOP;
    CLOSE c_lines;
    IF v_line_no < JSON_LENGTH(p_items) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']'), p_broken = CONCAT('[', SUBSTRING(v_broken, 2), ']');
END
