-- Bring the taxes of a bill to what the supplier reckoned: the largest of them take the difference, a minor unit each. More than that is no rounding,
-- nor is what comes of 0 % or of goods that cost nothing.
-- Parameters: p_bill_tax in currency units; p_taxes and p_tax_total of _tax_purchase_lines, before and after. Errors: TAX_MISMATCH.
CREATE PROCEDURE _round_as_billed(
    IN p_bill_tax DECIMAL(19,4),
    IN p_minor_units TINYINT,
    INOUT p_taxes JSON,
    INOUT p_tax_total DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_unit DECIMAL(5,4) DEFAULT ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001');
    DECLARE v_difference DECIMAL(19,4) DEFAULT p_bill_tax - p_tax_total;
    DECLARE v_room DECIMAL(19,4);
    DECLARE c_rows CURSOR FOR
        SELECT CONCAT(
            '[', w.line_no, ',', w.tax_no, ',', COALESCE(w.tax_id, 'null'), ',', JSON_QUOTE(w.name), ',"', w.rate, '","', w.base, '","',
            w.amount + IF(w.rank_no * v_unit <= ABS(v_difference), SIGN(v_difference) * v_unit, 0), '"]')
        FROM (
            SELECT
                j.place, j.line_no, j.tax_no, j.tax_id, j.name, j.rate, j.base, j.amount, ROW_NUMBER() OVER (ORDER BY j.amount DESC, j.base * j.rate = 0, j.place) AS rank_no
            FROM JSON_TABLE(p_taxes, '$[*]' COLUMNS (
                place FOR ORDINALITY,
                line_no INT PATH '$[0]',
                tax_no INT PATH '$[1]',
                tax_id INT PATH '$[2]',
                name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[3]',
                rate DECIMAL(7,4) PATH '$[4]',
                base DECIMAL(19,4) PATH '$[5]',
                amount DECIMAL(19,4) PATH '$[6]'
            )) AS j
        ) AS w
        ORDER BY w.place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT v_unit * COUNT(IF(IF(v_difference > 0, j.base * j.rate, j.amount) > 0, 1, NULL)) INTO v_room
    FROM JSON_TABLE(p_taxes, '$[*]' COLUMNS (
        rate DECIMAL(7,4) PATH '$[4]', base DECIMAL(19,4) PATH '$[5]', amount DECIMAL(19,4) PATH '$[6]')) AS j;
    IF ABS(v_difference) > v_room THEN
        CALL _raise('TAX_MISMATCH', _money(p_bill_tax, p_minor_units), _money(p_tax_total, p_minor_units), NULL, NULL);
    END IF;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_row;
        IF v_done THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_rows = CONCAT(v_rows, ',', v_row);
    END LOOP;
    CLOSE c_rows;
    IF v_count <> JSON_LENGTH(p_taxes) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_taxes = CONCAT('[', SUBSTRING(v_rows, 2), ']');
    SET p_tax_total = p_bill_tax;
END
