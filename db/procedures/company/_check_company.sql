-- The company that master data is to belong to. Companies are never deleted, so it is looked for without a lock: in an IF, which shares the row, a save of master
-- data would hold the company while it waits for what postings hold that wait for the company.
-- Errors: VALIDATION where there is no such company.
CREATE PROCEDURE _check_company(IN p_company_id INT)
READS SQL DATA
BEGIN
    DECLARE v_company_id INT;
    SELECT MAX(c.id) INTO v_company_id FROM companies AS c WHERE c.id = p_company_id;
    IF v_company_id IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', p_company_id, NULL, NULL);
    END IF;
END
