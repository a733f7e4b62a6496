-- What is paid of an order, by its live invoices: paid once nothing of it is left to bill and nothing of them is open.
-- Parameters: p_status of the order; p_invoices how many live ones there are; what is paid and open on them, in currency units. Returns: paid|partial|unpaid.
CREATE FUNCTION _order_payment_status(
    p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_invoices INT,
    p_paid DECIMAL(19,4),
    p_remaining DECIMAL(19,4)
) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CASE
    WHEN p_invoices > 0 AND p_remaining = 0 AND p_status = 'completed' THEN 'paid'
    WHEN p_paid > 0 THEN 'partial'
    ELSE 'unpaid'
END
