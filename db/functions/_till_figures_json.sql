-- The figures of a report: members of a JSON object, without its braces. Parameters: p_rows of _read_till_rows; p_minor_units 0 to 4.
CREATE FUNCTION _till_figures_json(
    p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
RETURN CONCAT(
    '"sales":', _till_sales_json(p_rows, 'sales', p_minor_units), ',"amendments":', _till_sales_json(p_rows, 'amendments', p_minor_units),
    ',"returns":', _till_sales_json(p_rows, 'returns', p_minor_units), ',"cancelled":', _till_sales_json(p_rows, 'cancelled', p_minor_units),
    ',"net_sales":', _till_sales_json(p_rows, NULL, p_minor_units),
    ',"payments":', _till_money_json(p_rows, 'payments', p_minor_units),
    ',"debts_collected":', _till_money_json(p_rows, 'debts_collected', p_minor_units),
    ',"refunds":', _till_money_json(p_rows, 'refunds', p_minor_units), ',"voids":', _till_money_json(p_rows, 'voids', p_minor_units),
    ',"wallet_deposits":', _till_money_json(p_rows, 'wallet_deposits', p_minor_units),
    ',"wallet_withdrawals":', _till_money_json(p_rows, 'wallet_withdrawals', p_minor_units),
    ',"supplier_payments":', _till_money_json(p_rows, 'supplier_payments', p_minor_units),
    ',"cash_in":', _till_money_json(p_rows, 'cash_in', p_minor_units), ',"cash_out":', _till_money_json(p_rows, 'cash_out', p_minor_units))
