-- Whose draft a request is, as far as it can be told: what is missing, wrong or unknown is NULL, for a draft may be incomplete.
-- Parameters: p_request a JSON object. Returns: p_customer_id; p_branch_id; p_company_id of the customer, else of the branch.
CREATE PROCEDURE _read_draft_place(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_customer_id INT,
    OUT p_branch_id INT,
    OUT p_company_id INT
)
READS SQL DATA
BEGIN
    DECLARE v_customer_id DECIMAL(38,20) DEFAULT _number(_scalar(JSON_EXTRACT(p_request, '$.customer_id')));
    DECLARE v_branch_id DECIMAL(38,20) DEFAULT _number(_scalar(JSON_EXTRACT(p_request, '$.branch_id')));

    SELECT MAX(c.id), MAX(c.company_id) INTO p_customer_id, p_company_id FROM customers AS c WHERE c.id = v_customer_id;
    SELECT MAX(b.id), COALESCE(p_company_id, MAX(b.company_id)) INTO p_branch_id, p_company_id
    FROM branches AS b WHERE b.id = v_branch_id AND b.company_id = COALESCE(p_company_id, b.company_id);
END
