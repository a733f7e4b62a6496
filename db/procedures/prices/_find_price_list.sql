-- Which price list counts: the customer's own, else the group's, each where it is active. Nothing is locked: postings that shared the list would deadlock with its
-- save, which shares the products.
-- Parameters: p_group_id of the customer, or NULL; p_price_list_id the customer's own, or NULL. Returns: p_price_list_id, NULL: none.
CREATE PROCEDURE _find_price_list(IN p_group_id INT, INOUT p_price_list_id INT)
READS SQL DATA
BEGIN
    DECLARE v_own_id, v_of_group_id INT;
    SELECT MAX(l.id) INTO v_own_id FROM price_lists AS l FORCE INDEX (PRIMARY) WHERE l.id = p_price_list_id AND l.active;
    IF v_own_id IS NULL THEN
        SELECT MAX(l.id) INTO v_of_group_id
        FROM customer_groups AS g FORCE INDEX (PRIMARY) STRAIGHT_JOIN price_lists AS l FORCE INDEX (PRIMARY) ON l.id = g.price_list_id
        WHERE g.id = p_group_id AND l.active;
    END IF;
    SET p_price_list_id = COALESCE(v_own_id, v_of_group_id);
END
