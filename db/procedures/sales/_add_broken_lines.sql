-- The lines of a quote that could not be priced and stand next in the request: their figures are null.
-- Parameters: p_broken of _quote_prices; p_broken_no of them are shown already. Returns: p_broken_no; p_shown lines of any kind and p_items, and with these.
CREATE PROCEDURE _add_broken_lines(
    IN p_broken JSON,
    INOUT p_broken_no INT,
    INOUT p_shown INT,
    INOUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_row_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    WHILE JSON_EXTRACT(p_broken, CONCAT('$[', p_broken_no, '][0]')) = p_shown + 1 DO
        SET v_row_id = JSON_EXTRACT(p_broken, CONCAT('$[', p_broken_no, '][1]'));
        SET p_items = CONCAT(
            p_items, ',{"row_id":', v_row_id, ',"taxes":[],"unit":null,"stock_qty":null,"list_price":null,"price_list_rate":null,"discount_percent":null,'
            '"line_discount":null,"price_includes_tax":null,"net":null,"tax_amount":null,"gross":null,"product_id":null,"qty":null,"selling_price":null,'
            '"total_price":null,"discount_share":null,"cost":null,"allocations":[]}');
        SET p_shown = p_shown + 1;
        SET p_broken_no = p_broken_no + 1;
    END WHILE;
END
