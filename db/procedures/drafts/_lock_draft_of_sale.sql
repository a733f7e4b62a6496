-- Lock the draft that a sale names, before its customer. The draft says nothing about what is sold: the request does.
-- Parameters: p_user_id who sells; p_request a JSON object; p_customer_id who buys, whether there is such a customer or not.
-- Returns: p_draft_id, NULL where the sale names none. Errors: VALIDATION, FORBIDDEN_BRANCH, UNKNOWN_DRAFT, DRAFT_CONSUMED. Locks: invoice_drafts, by primary key.
CREATE PROCEDURE _lock_draft_of_sale(
    IN p_user_id INT,
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id BIGINT,
    OUT p_draft_id BIGINT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_company_id INT;

    SET p_draft_id = _read_id('draft_id', JSON_EXTRACT(p_request, '$.draft_id'));
    IF p_draft_id IS NOT NULL THEN
        -- a customer's company never changes: it may be read before the customer is locked
        SELECT MAX(c.company_id) INTO v_company_id FROM customers AS c WHERE c.id = p_customer_id;
        CALL _lock_draft(p_user_id, p_draft_id, v_company_id);
    END IF;
END
