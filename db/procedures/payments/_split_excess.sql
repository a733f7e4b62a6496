-- Money above the debt: may it leave in the asked way, and out of which rows? Wallet rows never have excess, change comes out of cash; it
-- is taken from the last rows that may have any.
-- Parameters: p_overpayment reject|wallet|change; p_excess above 0, rows and sums of _read_payments, currency units.
-- Returns: p_rows, those that give of the excess with a member excess. Errors: OVERPAYMENT.
CREATE PROCEDURE _split_excess(
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_excess DECIMAL(19,4),
    IN p_sum DECIMAL(19,4),
    IN p_wallet_sum DECIMAL(19,4),
    IN p_cash_sum DECIMAL(19,4),
    IN p_minor_units TINYINT,
    INOUT p_rows JSON
)
READS SQL DATA
BEGIN
    DECLARE v_returnable DECIMAL(19,4) DEFAULT IF(p_overpayment = 'change', p_cash_sum, p_sum - p_wallet_sum);
    DECLARE v_left, v_amount, v_part DECIMAL(19,4);
    DECLARE v_row_no INT DEFAULT JSON_LENGTH(p_rows);
    DECLARE v_excess_to VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF p_overpayment = 'reject' THEN
        CALL _raise('OVERPAYMENT', _money(p_sum, p_minor_units), _money(p_sum - p_excess, p_minor_units), NULL, NULL);
    END IF;
    IF p_excess > v_returnable THEN
        CALL _raise('OVERPAYMENT.excess', _money(p_excess, p_minor_units), _money(v_returnable, p_minor_units), p_overpayment, NULL);
    END IF;

    SET v_left = p_excess;
    WHILE v_left > 0 AND v_row_no > 0 DO
        SET v_row_no = v_row_no - 1;
        SET v_amount = JSON_UNQUOTE(JSON_EXTRACT(p_rows, CONCAT('$[', v_row_no, '].amount')));
        SELECT m.excess_to INTO v_excess_to FROM payment_methods AS m
        WHERE m.code = JSON_UNQUOTE(JSON_EXTRACT(p_rows, CONCAT('$[', v_row_no, '].method'))) COLLATE utf8mb4_bin;
        IF IF(p_overpayment = 'change', v_excess_to = 'change', v_excess_to <> 'none') THEN
            SET v_part = LEAST(v_amount, v_left);
            SET v_left = v_left - v_part;
            SET p_rows = JSON_SET(p_rows, CONCAT('$[', v_row_no, '].excess'), CAST(v_part AS CHAR));
        END IF;
    END WHILE;
END
