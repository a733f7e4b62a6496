-- The one pricing rule of lines: the given price, or the product's for its price type; line total = round(quantity x price).
-- Parameters: p_lines of _read_invoice_lines; p_minor_units of the company.
-- Returns: p_priced the same array with "price" and "total" (currency units, as text) and "name", "keeps_stock" of the product; p_total the sum of the totals.
-- Errors: INVALID_PRICE where an amount comes to 10^12 or more.
CREATE PROCEDURE _price_lines(
    IN p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_priced LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_total DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_line_no, v_product_id INT;
    DECLARE v_qty DECIMAL(19,4);
    DECLARE v_price DECIMAL(19,6);
    DECLARE v_exact_total DECIMAL(38,10);
    DECLARE v_total DECIMAL(19,4);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_keeps_stock TINYINT;
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, j.product_id, j.qty, j.price_type, j.row_id, p.keeps_stock,
            COALESCE(j.price, IF(j.price_type = 'retail', p.retail_price, p.selling_price))
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no INT PATH '$.line_no',
            product_id INT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            price DECIMAL(19,6) PATH '$.price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id'
        )) AS j
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_priced = '';
    SET p_total = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product_id, v_qty, v_price_type, v_row_id, v_keeps_stock, v_price;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_count = v_count + 1;
        SET v_exact_total = v_qty * v_price;
        IF v_exact_total >= 1000000000000 THEN
            CALL _raise('INVALID_PRICE.total', v_line_no, v_exact_total, NULL, NULL);
        END IF;
        SET v_total = ROUND(v_exact_total, p_minor_units);
        SET p_total = p_total + v_total;
        SET p_priced = CONCAT(
            p_priced, ',{"line_no":', v_line_no, ',"product_id":', v_product_id, ',"qty":"', v_qty, '","price":"', v_price,
            '","price_type":"', v_price_type, '","total":"', v_total, '","keeps_stock":', v_keeps_stock,
            ',"row_id":', _json_text(v_row_id), '}');
    END LOOP;
    CLOSE c_lines;
    IF v_count <> JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    IF p_total >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', p_total, NULL, NULL, NULL);
    END IF;
    SET p_priced = CONCAT('[', SUBSTRING(p_priced, 2), ']');
END
