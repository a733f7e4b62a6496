-- A work order as answers and lists show it. Parameters: the columns of the row; p_minor_units of its customer's company.
CREATE FUNCTION _work_order_row_json(
    p_id INT,
    p_customer_id INT,
    p_title VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_description LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_start_date DATE,
    p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_invoiced DECIMAL(19,4),
    p_paid DECIMAL(19,4),
    p_remaining DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"customer_id":', p_customer_id, ',"title":', JSON_QUOTE(p_title), ',"description":', _json_text(p_description),
    ',"status":', _json_text(p_status), ',"start_date":"', p_start_date, '","notes":', _json_text(p_notes),
    ',"total_invoice_amount":', _money(COALESCE(p_invoiced, 0), p_minor_units), ',"total_paid":', _money(COALESCE(p_paid, 0), p_minor_units),
    ',"total_remaining":', _money(COALESCE(p_remaining, 0), p_minor_units), '}')
