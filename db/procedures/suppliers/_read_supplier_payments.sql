-- The payments of a request that go to a supplier: as those of a customer, but for the wallet, which is the customers'.
-- Parameters: p_payments raw JSON of the member; p_minor_units of the company. Returns: p_rows of _read_payments; p_sum in currency units.
-- Errors: those of _read_payments, INVALID_PAYMENT_METHOD.
CREATE PROCEDURE _read_supplier_payments(
    IN p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_rows JSON,
    OUT p_sum DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_wallet_sum, v_cash_sum DECIMAL(19,4);
    DECLARE v_place INT;
    CALL _read_payments(p_payments, p_minor_units, p_rows, p_sum, v_wallet_sum, v_cash_sum);
    IF v_wallet_sum > 0 THEN
        SELECT MIN(j.place) INTO v_place
        FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (
            place FOR ORDINALITY, method VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin PATH '$.method')) AS j
        WHERE j.method = 'wallet';
        CALL _raise('INVALID_PAYMENT_METHOD', v_place, 'wallet', NULL, NULL);
    END IF;
END
