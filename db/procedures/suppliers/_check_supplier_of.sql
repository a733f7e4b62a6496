-- Is the supplier one of the company's? NULL is no supplier, and passes.
-- Errors: UNKNOWN_SUPPLIER. Locks: none.
CREATE PROCEDURE _check_supplier_of(IN p_supplier_id BIGINT, IN p_company_id INT)
READS SQL DATA
BEGIN
    DECLARE v_supplier_id INT;
    SELECT MAX(s.id) INTO v_supplier_id FROM suppliers AS s WHERE s.id = p_supplier_id AND s.company_id = p_company_id;
    IF p_supplier_id IS NOT NULL AND v_supplier_id IS NULL THEN
        CALL _raise('UNKNOWN_SUPPLIER', p_supplier_id, NULL, NULL, NULL);
    END IF;
END
