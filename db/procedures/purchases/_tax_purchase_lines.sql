-- The taxes of a supplier's bill, by the rule of a sale (_price_taxes), on top of what its lines come to. A line has the tax that its request names, else,
-- where the bill is taxed, those of its product. Where the supplier rounded otherwise, the largest of them take the difference, a minor unit each.
-- Parameters: p_lines of _read_purchase_items, which come to p_net; p_is_taxed whether lines that name no rate have their product's taxes; p_bill_tax what the
-- bill says that its taxes are, or NULL. Returns: p_taxes a JSON array [[line_no, tax_no, tax_id, name, rate, base, amount], ...], numbers as texts; p_tax_total
-- of it in currency units. Errors: TAX_MISMATCH, INVALID_PRICE.
CREATE PROCEDURE _tax_purchase_lines(
    IN p_lines JSON,
    IN p_net DECIMAL(19,4),
    IN p_is_taxed TINYINT,
    IN p_bill_tax DECIMAL(19,4),
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    OUT p_taxes JSON,
    OUT p_tax_total DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_priced, v_priced_taxes JSON;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_added_tax DECIMAL(19,4);
    DECLARE v_count INT;
    -- a rate of 0 keeps a line from its product's taxes
    DECLARE c_lines CURSOR FOR
        SELECT CONCAT(
            '{"product_id":', j.product_id, ',"priced":', JSON_QUOTE(CONCAT(
                '{"total":"', ROUND(j.qty * j.unit_cost, p_minor_units), '","tax_rate":',
                COALESCE(CONCAT('"', j.tax_rate, '"'), IF(p_is_taxed, 'null', '"0"')), '}')), '}')
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id INT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            unit_cost DECIMAL(19,6) PATH '$.unit_cost',
            tax_rate DECIMAL(7,4) PATH '$.tax_rate'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_taxes = '[]', p_tax_total = 0;
    -- where a KILL cuts one of these reads short, the lines are not read either
    SELECT c.tax_rounding INTO v_tax_rounding FROM companies AS c WHERE c.id = p_company_id;
    SELECT COUNT(j.tax_rate) INTO v_count FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (tax_rate DECIMAL(7,4) PATH '$.tax_rate')) AS j;
    IF p_is_taxed OR NOT v_count <=> 0 THEN
        SET v_count = 0;
        OPEN c_lines;
        each_line: LOOP
            FETCH c_lines INTO v_line;
            IF v_done THEN
                LEAVE each_line;
            END IF;
            SET v_count = v_count + 1;
            SET v_lines = CONCAT(v_lines, ',', v_line);
        END LOOP;
        CLOSE c_lines;
        IF v_count <> JSON_LENGTH(p_lines) THEN
            CALL _raise_interrupted();
        END IF;
        SET v_priced = CONCAT('[', SUBSTRING(v_lines, 2), ']');
        CALL _price_taxes(v_tax_rounding, p_minor_units, p_net, 0, v_priced, v_priced_taxes, p_tax_total, v_added_tax);
        SET p_taxes = COALESCE(JSON_EXTRACT(v_priced_taxes, '$.rows'), '[]');
    END IF;
    IF p_bill_tax <> p_tax_total THEN
        CALL _round_as_billed(p_bill_tax, p_minor_units, p_taxes, p_tax_total);
    END IF;
    IF p_net + p_tax_total >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', p_net + p_tax_total, NULL, NULL, NULL);
    END IF;
END
