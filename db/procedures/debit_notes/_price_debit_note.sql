-- What the items of a debit note come to. A tax is on top of the price, rounded once for the document and shared over its lines by cumulative rounding,
-- or line by line.
-- Parameters: p_lines of _read_debit_note_items; p_tax_rounding document|line; p_minor_units of the note's currency; p_rate of the company's currency for
-- one of it, p_base_minor_units of the company's.
-- Returns: p_figures a JSON array ["net", "tax_amount"] for each line in its order, as texts; p_net and p_tax their sums; all in the note's currency;
-- p_net_base and p_tax_base in the company's: total and taxes are rounded, the net is the rest.
-- Errors: INVALID_PRICE, VALIDATION where it comes to nothing.
CREATE PROCEDURE _price_debit_note(
    IN p_lines JSON,
    IN p_tax_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_base_minor_units TINYINT,
    OUT p_figures LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_net DECIMAL(19,4),
    OUT p_tax DECIMAL(19,4),
    OUT p_net_base DECIMAL(19,4),
    OUT p_tax_base DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT;
    DECLARE v_net, v_tax DECIMAL(19,4);
    DECLARE v_net_sum, v_tax_sum DECIMAL(30,4) DEFAULT 0;
    DECLARE c_lines CURSOR FOR
        SELECT
            w.line_no, w.net,
            IF(
                p_tax_rounding = 'line', ROUND(w.net * w.tax_rate / 100, p_minor_units),
                ROUND(w.run * w.tax_rate / 100, p_minor_units) - ROUND((w.run - w.net) * w.tax_rate / 100, p_minor_units)) AS tax_amount
        FROM (
            SELECT
                n.line_no, n.net, n.tax_rate,
                SUM(n.net) OVER (PARTITION BY n.tax_rate ORDER BY n.line_no ROWS UNBOUNDED PRECEDING) AS run
            FROM (
                SELECT j.line_no, ROUND(j.quantity * j.unit_price, p_minor_units) AS net, j.tax_rate
                FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
                    line_no FOR ORDINALITY, quantity DECIMAL(19,4) PATH '$.quantity', unit_price DECIMAL(19,6) PATH '$.unit_price',
                    tax_rate DECIMAL(7,4) PATH '$.tax_rate')) AS j
            ) AS n
        ) AS w
        ORDER BY w.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_figures = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_net, v_tax;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_net_sum = v_net_sum + v_net;
        SET v_tax_sum = v_tax_sum + v_tax;
        SET p_figures = CONCAT(p_figures, ',["', v_net, '","', v_tax, '"]');
    END LOOP;
    CLOSE c_lines;
    SET p_figures = CONCAT('[', SUBSTRING(p_figures, 2), ']');

    IF v_net_sum + v_tax_sum >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.debit_note', v_net_sum + v_tax_sum, NULL, NULL, NULL);
    END IF;
    IF v_net_sum + v_tax_sum = 0 THEN
        CALL _raise('VALIDATION', 'total', _money(0, p_minor_units), NULL, NULL);
    END IF;
    SET p_net = v_net_sum;
    SET p_tax = v_tax_sum;
    SET p_net_base = _check_worth('total', p_net + p_tax, ROUND((p_net + p_tax) * p_rate, p_base_minor_units));
    SET p_tax_base = ROUND(p_tax * p_rate, p_base_minor_units);
    SET p_net_base = p_net_base - p_tax_base;
END
