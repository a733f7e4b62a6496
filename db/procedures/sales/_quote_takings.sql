-- What the lines of one product would take from its batches, line by line, oldest batch first, where the oldest alone does not say it.
-- Parameters: p_priced of _price_sale; p_product_id.
-- Returns: p_takings a JSON object by line_no, {cost, allocations} a line, both texts, cost null where there is not enough, and with those of
-- the product; p_problems, and with what it is refused for: it is short (INSUFFICIENT_STOCK), or
-- an adopted batch is worth less than nothing (VALIDATION).
CREATE PROCEDURE _quote_takings(
    IN p_priced JSON,
    IN p_product_id INT,
    IN p_minor_units TINYINT,
    INOUT p_takings JSON,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_is_short TINYINT DEFAULT 0;
    DECLARE v_line_no, v_batch_id INT;
    DECLARE v_skipped, v_read INT DEFAULT 0;
    DECLARE v_row_id, v_short_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_missing, v_remaining, v_value, v_taken, v_taken_cost, v_cost DECIMAL(19,4) DEFAULT 0;
    DECLARE v_needed, v_available DECIMAL(30,4) DEFAULT 0;
    DECLARE v_allocations, v_name, v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, j.qty, j.row_id
        FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id INT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id'
        )) AS j
        WHERE j.product_id = p_product_id
        ORDER BY j.line_no;
    -- ten at a time, for a queue may be long
    DECLARE c_batches CURSOR FOR
        SELECT b.id, b.remaining, b.stock_value FROM batches AS b FORCE INDEX (batches_fifo)
        WHERE b.product_id = p_product_id AND b.status = 'active' AND b.remaining > 0
        ORDER BY b.product_id, b.status, b.received_at, b.created_at, b.id
        LIMIT v_skipped, 10;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    OPEN c_batches;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_missing, v_row_id;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_needed = v_needed + v_missing;
        SET v_cost = 0, v_allocations = '';
        each_batch: WHILE v_missing > 0 DO
            IF v_remaining = 0 AND NOT v_is_short THEN
                IF v_read = 10 THEN
                    CLOSE c_batches;
                    SET v_skipped = v_skipped + 10, v_read = 0;
                    OPEN c_batches;
                END IF;
                FETCH c_batches INTO v_batch_id, v_remaining, v_value;
                SET v_read = v_read + 1;
                SET v_is_short = v_done OR v_value < 0;
                IF v_is_short THEN
                    SET v_batch_id = IF(v_done, NULL, v_batch_id), v_done = 0, v_short_row_id = v_row_id;
                ELSE
                    SET v_available = v_available + v_remaining;
                END IF;
            END IF;
            IF v_is_short THEN
                LEAVE each_batch;
            END IF;
            SET v_taken = LEAST(v_missing, v_remaining);
            SET v_taken_cost = _ratio(v_value, v_taken, v_remaining, p_minor_units);
            SET v_remaining = v_remaining - v_taken, v_value = v_value - v_taken_cost;
            SET v_missing = v_missing - v_taken, v_cost = v_cost + v_taken_cost;
            SET v_allocations = CONCAT(v_allocations, IF(v_allocations = '', '', ','), '{"qty":', v_taken, ',"cost":', _money(v_taken_cost, p_minor_units), '}');
        END WHILE;
        SET p_takings = JSON_SET(p_takings, CONCAT('$."', v_line_no, '"'), IF(
            v_is_short, JSON_OBJECT('allocations', ''), JSON_OBJECT('cost', CAST(v_cost AS CHAR), 'allocations', v_allocations)));
    END LOOP;
    CLOSE c_lines;
    CLOSE c_batches;
    IF v_is_short THEN
        SELECT p.name INTO v_name FROM products AS p WHERE p.id = p_product_id;
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET p_problems = CONCAT(p_problems, _problem_json(v_text, v_short_row_id));
            END;
            IF v_batch_id IS NOT NULL THEN
                CALL _raise('VALIDATION', CONCAT('value of batch ', v_batch_id), v_value, NULL, NULL);
            END IF;
            CALL _raise('INSUFFICIENT_STOCK', p_product_id, v_needed, v_available, v_name);
        END;
    END IF;
END
