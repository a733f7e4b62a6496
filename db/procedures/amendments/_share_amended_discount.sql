-- Share the discount over what is kept of the lines, as in a sale by cumulative rounding: the discount's share up to a line less what the lines
-- before it took.
-- Parameters: p_plan and p_kept of _plan_amendment; p_spread of _amended_discount. Returns: p_plan with share in each line's object.
CREATE PROCEDURE _share_amended_discount(INOUT p_plan JSON, IN p_kept DECIMAL(19,4), IN p_spread DECIMAL(19,4), IN p_minor_units TINYINT)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_total DECIMAL(19,4);
    DECLARE v_running, v_share, v_shared DECIMAL(19,4) DEFAULT 0;
    DECLARE v_line LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_plan LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, j.line, j.total
        FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (line_no FOR ORDINALITY, line JSON PATH '$', total DECIMAL(19,4) PATH '$.total')) AS j;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_line, v_total;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF p_spread > 0 THEN
            SET v_running = v_running + v_total;
            SET v_share = _ratio(p_spread, v_running, p_kept, p_minor_units) - v_shared;
            SET v_shared = v_shared + v_share;
        END IF;
        SET v_plan = CONCAT(v_plan, ',', LEFT(v_line, CHAR_LENGTH(v_line) - 1), ',"share":"', v_share, '"}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_plan) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_plan = CONCAT('[', SUBSTRING(v_plan, 2), ']');
END
