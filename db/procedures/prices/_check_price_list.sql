-- Is there such a price list? Parameters: p_price_list_id, NULL for none; p_company_id whose it must be. Errors: UNKNOWN_PRICE_LIST.
CREATE PROCEDURE _check_price_list(IN p_price_list_id BIGINT, IN p_company_id INT)
READS SQL DATA
BEGIN
    IF p_price_list_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM price_lists AS l WHERE l.id = p_price_list_id AND l.company_id = p_company_id)
    THEN
        CALL _raise('UNKNOWN_PRICE_LIST', p_price_list_id, NULL, NULL, NULL);
    END IF;
END
