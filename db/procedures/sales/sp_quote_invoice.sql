-- What a sale would come to, as sp_save_invoice would post it now: its prices, discounts, taxes, costs and payments, and what it would be refused
-- for. Nothing is written and nothing locked, so that a quote waits for no sale, and what it says may be other when the sale is posted. Prices are of one
-- state; the oldest batch is read with or after them, a product's further layers later still.
--
-- Parameters: p_request as of sp_save_invoice; it may be incomplete. Without a customer the first company's rules hold. request_id and draft_id are not
--   looked at: a quote uses neither up.
-- Errors: VALIDATION where the request is no JSON object, SESSION_UNSAFE in a session that keeps no error texts (max_error_count = 0). Locks: none; opens no transaction.
-- Returns: one row, one column response: the answer of sp_save_invoice without ids and document number, and problems [{token, row_id, message}]: what the
--   sale would be refused for, row_id null where it is no line's. What cannot be read counts as not given; a line that cannot be priced is in no
--   total, and its figures are null, as are all others that cannot be computed.
-- Example: CALL sp_quote_invoice('{"customer_id": 4, "created_by": 5, "items": [{"product_id": 8, "qty": 2, "row_id": "r1"}]}');
CREATE PROCEDURE sp_quote_invoice(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    CALL _quote_invoice(p_request, v_response);
    SELECT v_response AS response;
END
