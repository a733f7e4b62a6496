-- The numbers of a usual sale (_post_sale): of its invoice, of its three entries and of its payment, as _next_numbers gives them, without a call for each
-- series.
-- Parameters: as of _next_numbers. Returns: the numbers. Locks: number_series INV, JE, then PAY, by primary key.
CREATE PROCEDURE _next_sale_numbers(
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_day DATE,
    OUT p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_sale_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_goods_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payment_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payment_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_invoice_no, v_entry_no, v_payment_no INT UNSIGNED;
    DECLARE v_stem VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT CONCAT('-', p_branch_code, DATE_FORMAT(p_day, '%Y%m%d'), '-');

    UPDATE number_series SET last_no = LAST_INSERT_ID(last_no + 1)
    WHERE branch_id = p_branch_id AND kind = 'INV' AND code = p_branch_code AND day = p_day;
    IF ROW_COUNT() = 1 THEN
        SET v_invoice_no = LAST_INSERT_ID();
    ELSE
        CALL _number_of_another_day(p_branch_id, p_branch_code, 'INV', p_day, 1, v_invoice_no);
    END IF;
    UPDATE number_series SET last_no = LAST_INSERT_ID(last_no + 3)
    WHERE branch_id = p_branch_id AND kind = 'JE' AND code = p_branch_code AND day = p_day;
    IF ROW_COUNT() = 1 THEN
        SET v_entry_no = LAST_INSERT_ID();
    ELSE
        CALL _number_of_another_day(p_branch_id, p_branch_code, 'JE', p_day, 3, v_entry_no);
    END IF;
    UPDATE number_series SET last_no = LAST_INSERT_ID(last_no + 1)
    WHERE branch_id = p_branch_id AND kind = 'PAY' AND code = p_branch_code AND day = p_day;
    IF ROW_COUNT() = 1 THEN
        SET v_payment_no = LAST_INSERT_ID();
    ELSE
        CALL _number_of_another_day(p_branch_id, p_branch_code, 'PAY', p_day, 1, v_payment_no);
    END IF;
    SET p_invoice_no = CONCAT('INV', v_stem, LPAD(v_invoice_no, GREATEST(4, CHAR_LENGTH(v_invoice_no)), '0'));
    SET p_sale_entry_no = CONCAT('JE', v_stem, LPAD(v_entry_no - 2, GREATEST(4, CHAR_LENGTH(v_entry_no - 2)), '0'));
    SET p_goods_entry_no = CONCAT('JE', v_stem, LPAD(v_entry_no - 1, GREATEST(4, CHAR_LENGTH(v_entry_no - 1)), '0'));
    SET p_payment_entry_no = CONCAT('JE', v_stem, LPAD(v_entry_no, GREATEST(4, CHAR_LENGTH(v_entry_no)), '0'));
    SET p_payment_no = CONCAT('PAY', v_stem, LPAD(v_payment_no, GREATEST(4, CHAR_LENGTH(v_payment_no)), '0'));
END
