-- How money goes back: as the request says, else into the wallet; in cash to a customer without an account, who has none.
-- Parameters: p_seq of _lock_customer; p_refund wallet|reduce|cash|original of the request, NULL where it says nothing. Returns: p_refund. Errors: VALIDATION.
CREATE PROCEDURE _choose_refund(
    IN p_customer_id INT,
    IN p_seq INT UNSIGNED,
    INOUT p_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    IF p_seq IS NULL AND p_refund IN ('wallet', 'reduce') THEN
        CALL _raise('VALIDATION.walk_in', p_customer_id, 'refund', p_refund, NULL);
    END IF;
    SET p_refund = COALESCE(p_refund, IF(p_seq IS NULL, 'cash', 'wallet'));
END
