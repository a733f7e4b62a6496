-- The member "customer" of an answer: the customer's money before and after the call.
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
    ',"balance_before":', _money(p_balance_before, p_minor_units), ',"balance_after":', _money(p_balance_after, p_minor_units),
    ',"wallet_before":', _money(p_wallet_before, p_minor_units), ',"wallet_after":', _money(p_wallet_after, p_minor_units), '}')
