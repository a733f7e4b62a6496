-- The taxes of the lines of a sale, each of what the line comes to after all discounts: on top of that, or contained in it, where the price
-- includes tax. A line has the tax that its request names, else those of
-- its product, or those that the line taxes_of of an invoice has. The company rounds each tax of each line by itself, or once per
-- document: then cumulatively over the lines of one tax, so that the parts add up to the whole rounded.
-- Parameters: p_tax_rounding document|line; p_as_given that the lines come to and p_discount of them, in currency units; p_priced of _price_lines, and
-- with tax_amount, added_tax (what of it comes on top) and, for a line's text in p_taxes, tax_from and tax_length in priced.
-- Returns: p_taxes NULL where no tax is active, else an object: rows [[line_no, tax_no, tax_id, name, rate, base, amount], ...], numbers as
-- texts; texts, in which those of a line stand as the answer has them; answer and entries of _sum_taxes. p_tax_total, and p_added_tax of it, in currency units.
CREATE PROCEDURE _price_taxes(
    IN p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_as_given DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    INOUT p_priced JSON,
    OUT p_taxes JSON,
    OUT p_tax_total DECIMAL(19,4),
    OUT p_added_tax DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_includes_tax TINYINT DEFAULT 0;
    DECLARE v_line_no, v_tax_no, v_tax_count, v_tax_id INT DEFAULT 0;
    DECLARE v_from INT DEFAULT 1;
    DECLARE v_net, v_rate, v_amount, v_line_tax DECIMAL(19,4);
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_line, v_line_priced, v_answer, v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_priced, v_rows, v_texts, v_line_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- _ratio without its call: minor units in one, and one of them
    DECLARE v_units_in_one DECIMAL(5,0) DEFAULT ELT(p_minor_units + 1, '1', '10', '100', '1000', '10000');
    DECLARE v_unit DECIMAL(5,4) DEFAULT ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001');
    -- A row for each tax of a line, one for a line without: run is what the lines of the same tax come to up to this one.
    DECLARE c_taxes CURSOR FOR
        SELECT
            a.line_no, a.tax_no, a.tax_count, a.tax_id, a.name, a.rate, a.includes_tax, a.worth, a.amount,
            COALESCE(SUM(a.amount) OVER (PARTITION BY a.line_no), 0)
        FROM (
            SELECT
                r.line_no, r.tax_no, r.tax_count, r.tax_id, r.name, r.rate, r.includes_tax, r.worth,
                CAST(v_unit * IF(
                    p_tax_rounding = 'line',
                    (2 * r.worth * r.rate * v_units_in_one + r.divisor) DIV (2 * r.divisor),
                    (2 * r.run * r.rate * v_units_in_one + r.divisor) DIV (2 * r.divisor)
                    - (2 * (r.run - r.worth) * r.rate * v_units_in_one + r.divisor) DIV (2 * r.divisor)) AS DECIMAL(19,4)) AS amount
            FROM (
                SELECT
                    s.line_no, s.tax_no, s.tax_count, s.tax_id, s.name, s.rate, s.includes_tax, s.worth, s.divisor,
                    SUM(s.worth) OVER (PARTITION BY s.tax_id, s.rate, s.divisor ORDER BY s.line_no ROWS UNBOUNDED PRECEDING) AS run
                FROM (
                    SELECT
                        j.line_no, j.worth, j.includes_tax,
                        COALESCE(t.id, o.tax_id) AS tax_id, COALESCE(t.name, o.name, 'ضريبة') AS name,
                        COALESCE(NULLIF(j.tax_rate, 0), t.rate, o.rate) AS rate,
                        ROW_NUMBER() OVER (PARTITION BY j.line_no ORDER BY t.id, o.tax_no) AS tax_no, COUNT(*) OVER (PARTITION BY j.line_no) AS tax_count,
                        100 + IF(j.includes_tax, SUM(COALESCE(NULLIF(j.tax_rate, 0), t.rate, o.rate)) OVER (PARTITION BY j.line_no), 0) AS divisor
                    FROM (
                        SELECT
                            g.line_no, g.product_id,
                            CAST(g.total - IF(
                                p_discount = 0, 0,
                                (2 * p_discount * g.running * v_units_in_one + p_as_given) DIV (2 * p_as_given)
                                - (2 * p_discount * (g.running - g.total) * v_units_in_one + p_as_given) DIV (2 * p_as_given)) * v_unit AS DECIMAL(19,4)) AS worth,
                            g.includes_tax, g.tax_rate, g.taxes_of
                        FROM (
                            SELECT
                                l.line_no, l.product_id, d.total, COALESCE(d.includes_tax, 0) AS includes_tax, d.tax_rate, d.taxes_of,
                                SUM(d.total) OVER (ORDER BY l.line_no ROWS UNBOUNDED PRECEDING) AS running
                            FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
                                line_no FOR ORDINALITY,
                                product_id INT PATH '$.product_id',
                                priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
                            )) AS l
                            STRAIGHT_JOIN JSON_TABLE(l.priced, '$' COLUMNS (
                                total DECIMAL(19,4) PATH '$.total',
                                includes_tax TINYINT PATH '$.price_includes_tax',
                                tax_rate DECIMAL(7,4) PATH '$.tax_rate',
                                taxes_of INT PATH '$.taxes_of'
                            )) AS d
                        ) AS g
                    ) AS j
                    LEFT JOIN (
                        product_taxes AS x FORCE INDEX (PRIMARY) STRAIGHT_JOIN taxes AS t FORCE INDEX (PRIMARY) ON t.id = x.tax_id AND t.active
                    ) ON x.product_id = j.product_id AND j.tax_rate IS NULL AND j.taxes_of IS NULL
                    LEFT JOIN invoice_item_taxes AS o FORCE INDEX (PRIMARY) ON o.sale_item_id = j.taxes_of
                ) AS s
            ) AS r
        ) AS a
        ORDER BY a.line_no, a.tax_no;
    -- by themselves, since MariaDB would put every table that the windows above need on disk with them
    DECLARE c_lines CURSOR FOR
        SELECT l.line, l.priced
        FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            line JSON PATH '$',
            priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
        )) AS l
        ORDER BY l.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_tax_total = 0, p_added_tax = 0, p_taxes = NULL;
    OPEN c_taxes;
    OPEN c_lines;
    each_tax: LOOP
        FETCH c_taxes INTO v_line_no, v_tax_no, v_tax_count, v_tax_id, v_name, v_rate, v_includes_tax, v_net, v_amount, v_line_tax;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        IF v_rate IS NOT NULL THEN
            -- where the taxes of a line of a few minor units round to more than the line
            SET v_net = GREATEST(v_net - IF(v_includes_tax, v_line_tax, 0), 0);
            SET v_rows = CONCAT(
                v_rows, ',[', v_line_no, ',', v_tax_no, ',', COALESCE(v_tax_id, 'null'), ',', JSON_QUOTE(v_name), ',"', v_rate, '","', v_net, '","', v_amount, '"]');
            SET v_line_texts = CONCAT(v_line_texts, IF(v_tax_no > 1, ',', ''), _applied_tax_json(v_tax_id, v_name, v_rate, v_net, v_amount, p_minor_units));
        END IF;
        IF v_tax_no = v_tax_count THEN
            FETCH c_lines INTO v_line, v_line_priced;
            IF v_done THEN
                CALL _raise_interrupted();
            END IF;
            SET p_tax_total = p_tax_total + v_line_tax;
            SET p_added_tax = p_added_tax + IF(v_includes_tax, 0, v_line_tax);
            IF v_line_texts <> '' THEN
                SET v_line = JSON_SET(v_line, '$.priced', CONCAT(
                    LEFT(v_line_priced, CHAR_LENGTH(v_line_priced) - 1), ',"tax_amount":"', v_line_tax, '","added_tax":"', IF(v_includes_tax, 0, v_line_tax),
                    '","tax_from":', v_from, ',"tax_length":', CHAR_LENGTH(v_line_texts), '}'));
            END IF;
            SET v_priced = CONCAT(v_priced, ',', v_line);
            SET v_texts = CONCAT(v_texts, v_line_texts);
            SET v_from = v_from + CHAR_LENGTH(v_line_texts);
            SET v_line_texts = '';
        END IF;
    END LOOP;
    CLOSE c_taxes;
    CLOSE c_lines;
    -- where a KILL cut the cursor short, as it may the other one
    IF v_line_no < JSON_LENGTH(p_priced) OR v_tax_no < v_tax_count THEN
        CALL _raise_interrupted();
    END IF;
    IF v_rows <> '' THEN
        SET p_priced = CONCAT('[', SUBSTRING(v_priced, 2), ']');
        SET v_rows = CONCAT('[', SUBSTRING(v_rows, 2), ']');
        CALL _sum_taxes(v_rows, p_minor_units, v_answer, v_entries);
        SET p_taxes = CONCAT(
            '{"rows":', v_rows, ',"texts":', JSON_QUOTE(v_texts), ',"answer":', JSON_QUOTE(v_answer), ',"entries":', JSON_QUOTE(v_entries), '}');
    END IF;
END
