-- The members of a ledger row as answers show it, without the braces. Parameters: the columns of the row; p_minor_units of the company.
CREATE FUNCTION _customer_transaction_members_json(
    p_seq INT UNSIGNED,
    p_id INT,
    p_date DATE,
    p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_amount DECIMAL(19,4),
    p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_invoice_id INT,
    p_payment_id INT,
    p_debit_note_id INT,
    p_wallet_transaction_id INT,
    p_work_order_id INT,
    p_balance_before DECIMAL(19,4),
    p_balance_after DECIMAL(19,4),
    p_wallet_before DECIMAL(19,4),
    p_wallet_after DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '"seq":', p_seq, ',"transaction_id":', p_id, ',"transaction_date":"', p_date, '","transaction_type":"', p_type,
    '","amount":', _money(p_amount, p_minor_units), ',"description":', JSON_QUOTE(p_description),
    ',"invoice_id":', COALESCE(p_invoice_id, 'null'), ',"payment_id":', COALESCE(p_payment_id, 'null'),
    ',"debit_note_id":', COALESCE(p_debit_note_id, 'null'),
    ',"wallet_transaction_id":', COALESCE(p_wallet_transaction_id, 'null'), ',"work_order_id":', COALESCE(p_work_order_id, 'null'),
    ',"balance_before":', _money(p_balance_before, p_minor_units), ',"balance_after":', _money(p_balance_after, p_minor_units),
    ',"wallet_before":', _money(p_wallet_before, p_minor_units), ',"wallet_after":', _money(p_wallet_after, p_minor_units))
