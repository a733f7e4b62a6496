-- The money of one event, by method. Parameters: p_rows of _read_till_rows; p_event; p_minor_units 0 to 4.
-- Returns: cash, bank_transfer, check, card, wallet (what was paid out of customers' wallets, or went back into them) and their total: above 0 what
-- came in, below 0 what went out.
CREATE FUNCTION _till_money_json(
    p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_event VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_cash, v_bank_transfer, v_check, v_card, v_wallet DECIMAL(19,4);
    SELECT
        COALESCE(SUM(IF(j.role = 'cash', j.amount, 0)), 0), COALESCE(SUM(IF(j.role = 'bank_transfer', j.amount, 0)), 0),
        COALESCE(SUM(IF(j.role = 'check', j.amount, 0)), 0), COALESCE(SUM(IF(j.role = 'card', j.amount, 0)), 0),
        -- what a deposit puts into a wallet is its other side
        COALESCE(SUM(IF(j.role = 'wallet' AND j.event NOT LIKE 'wallet%', j.amount, 0)), 0)
    INTO v_cash, v_bank_transfer, v_check, v_card, v_wallet
    FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (
        event VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
        role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        amount DECIMAL(19,4) PATH '$[2]'
    )) AS j
    WHERE j.event = p_event;
    RETURN CONCAT(
        '{"cash":', _money(v_cash, p_minor_units), ',"bank_transfer":', _money(v_bank_transfer, p_minor_units),
        ',"check":', _money(v_check, p_minor_units), ',"card":', _money(v_card, p_minor_units), ',"wallet":', _money(v_wallet, p_minor_units),
        ',"total":', _money(v_cash + v_bank_transfer + v_check + v_card + v_wallet, p_minor_units), '}');
END
