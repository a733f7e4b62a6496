-- A payment as the answers of sales and payments show it, without ids where it is only quoted, its money as _money does but without the calls.
-- Parameters: p_debit_note_id where it paid one instead of an invoice; p_amount applied, p_paid of the document (NULL of a new sale) and p_remaining open
-- after it, in currency units.
CREATE FUNCTION _payment_json(
    p_invoice_id INT,
    p_debit_note_id INT,
    p_payment_id INT,
    p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_amount DECIMAL(19,4),
    p_paid DECIMAL(19,4),
    p_remaining DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{', COALESCE(CONCAT(
        '"invoice_id":', COALESCE(p_invoice_id, 'null'), COALESCE(CONCAT(',"debit_note_id":', p_debit_note_id), ''), ',"payment_id":', p_payment_id, ','), ''),
    '"method":"', p_method,
    '","amount":', LEFT(p_amount, CHAR_LENGTH(p_amount) - IF(p_minor_units = 0, 5, 4 - p_minor_units)), ',"remaining_after":', LEFT(p_remaining, CHAR_LENGTH(p_remaining) - IF(p_minor_units = 0, 5, 4 - p_minor_units)),
    ',"payment_status":"', CASE WHEN p_remaining = 0 THEN 'paid' WHEN p_paid <= 0 THEN 'pending' ELSE 'partial' END, '"}')
