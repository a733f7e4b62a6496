-- How often a coupon was used, from its uses.
-- Parameters: p_coupon_id, locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_coupon(
    IN p_coupon_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_expected, v_old INT;

    SELECT MAX(c.expected), MAX(c.found) INTO v_expected, v_old FROM _check_coupon_count_is_its_uses AS c WHERE c.row_id = p_coupon_id;
    IF v_expected IS NOT NULL THEN
        UPDATE coupons SET used_count = v_expected WHERE id = p_coupon_id;
        CALL _note_repair(
            'coupon_count_is_its_uses', 'coupons', p_coupon_id, 'used_count', v_old, v_expected, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END
