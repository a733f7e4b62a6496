-- What a purchase comes to: the sum of round(quantity x unit cost) over its lines. Goods cannot have come after the business date.
-- Parameters: p_lines in the plain form of _read_purchase_items; p_minor_units of the company; p_today its business date; p_is_list whether an error is to say
-- which of the items it means. Returns: p_total in currency units. Errors: VALIDATION, INVALID_PRICE.
CREATE PROCEDURE _check_purchase_lines(
    IN p_lines JSON,
    IN p_minor_units TINYINT,
    IN p_today DATE,
    IN p_is_list TINYINT,
    OUT p_total DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_total DECIMAL(30,4);
    DECLARE v_line_no INT;
    DECLARE v_value DECIMAL(38,10);
    DECLARE v_received_at DATE;
    DECLARE v_where VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT
        SUM(ROUND(j.qty * j.unit_cost, p_minor_units)),
        MIN(IF(j.received_at > p_today OR j.qty * j.unit_cost >= 1000000000000, j.line_no, NULL))
    INTO v_total, v_line_no
    FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
        line_no FOR ORDINALITY,
        qty DECIMAL(19,4) PATH '$.qty',
        unit_cost DECIMAL(19,6) PATH '$.unit_cost',
        received_at DATE PATH '$.received_at'
    )) AS j;
    IF v_line_no IS NOT NULL THEN
        SELECT j.qty * j.unit_cost, j.received_at INTO v_value, v_received_at
        FROM JSON_TABLE(JSON_EXTRACT(p_lines, CONCAT('$[', v_line_no - 1, ']')), '$' COLUMNS (
            qty DECIMAL(19,4) PATH '$.qty', unit_cost DECIMAL(19,6) PATH '$.unit_cost', received_at DATE PATH '$.received_at')) AS j;
        SET v_where = IF(p_is_list, CONCAT('items[', v_line_no, '].'), '');
        IF v_received_at > p_today THEN
            CALL _raise('VALIDATION.in_future', CONCAT(v_where, 'received_at'), p_today, v_received_at, NULL);
        END IF;
        CALL _raise('INVALID_PRICE.of_member', CONCAT(v_where, 'qty x unit_cost'), v_value, NULL, NULL);
    END IF;
    IF v_total >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_total, NULL, NULL, NULL);
    END IF;
    SET p_total = v_total;
END
