-- The taxes of a whole document, one of each.
-- Parameters: p_rows a JSON array [[line_no, tax_no, tax_id, name, rate, base, amount], ...], numbers as texts in currency units.
-- Returns: p_answer the member "taxes" of the answer; p_entries its lines of the journal entry as _post_entries has them, each with a comma before it.
CREATE PROCEDURE _sum_taxes(
    IN p_rows JSON,
    IN p_minor_units TINYINT,
    OUT p_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_tax_id INT;
    DECLARE v_rate, v_base, v_amount DECIMAL(19,4);
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_taxes CURSOR FOR
        SELECT j.tax_id, MIN(j.name), j.rate, SUM(j.base), SUM(j.amount)
        FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (
            place FOR ORDINALITY,
            tax_id INT PATH '$[2]',
            name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[3]',
            rate DECIMAL(7,4) PATH '$[4]',
            base DECIMAL(19,4) PATH '$[5]',
            amount DECIMAL(19,4) PATH '$[6]'
        )) AS j
        GROUP BY j.tax_id, j.rate
        ORDER BY MIN(j.place);
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_answer = '', p_entries = '';
    OPEN c_taxes;
    each_tax: LOOP
        FETCH c_taxes INTO v_tax_id, v_name, v_rate, v_base, v_amount;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        SET p_answer = CONCAT(p_answer, ',', _applied_tax_json(v_tax_id, v_name, v_rate, v_base, v_amount, p_minor_units));
        SET p_entries = CONCAT(p_entries, ',["tax_payable","', -v_amount, '",', COALESCE(v_tax_id, 'null'), ',"', v_rate, '"]');
    END LOOP;
    CLOSE c_taxes;
    SET p_answer = CONCAT('[', SUBSTRING(p_answer, 2), ']');
END
