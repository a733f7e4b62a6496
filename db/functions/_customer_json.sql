-- The member "customer" of an answer: the customer's money before and after the call, as _money shows it but without its calls.
CREATE FUNCTION _customer_json(
    p_customer_id INT,
    p_balance_before DECIMAL(19,4),
    p_balance_after DECIMAL(19,4),
    p_wallet_before DECIMAL(19,4),
    p_wallet_after DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_customer_id,
    ',"balance_before":', LEFT(p_balance_before, CHAR_LENGTH(p_balance_before) - IF(p_minor_units = 0, 5, 4 - p_minor_units)),
    ',"balance_after":', LEFT(p_balance_after, CHAR_LENGTH(p_balance_after) - IF(p_minor_units = 0, 5, 4 - p_minor_units)),
    ',"wallet_before":', LEFT(p_wallet_before, CHAR_LENGTH(p_wallet_before) - IF(p_minor_units = 0, 5, 4 - p_minor_units)),
    ',"wallet_after":', LEFT(p_wallet_after, CHAR_LENGTH(p_wallet_after) - IF(p_minor_units = 0, 5, 4 - p_minor_units)), '}')
