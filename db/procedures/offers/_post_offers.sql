-- Write down what a new invoice was given, and count the use of its coupon.
-- Parameters: p_invoice_id just made; p_coupon_id NULL without one, else locked; p_applied of _price_with_offers; p_priced of _price_sale; p_items the member
-- "items" of the answer. Returns: p_answer its member "offers".
CREATE PROCEDURE _post_offers(
    IN p_invoice_id INT,
    IN p_customer_id INT,
    IN p_coupon_id INT,
    IN p_applied JSON,
    IN p_priced JSON,
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_at DATETIME,
    OUT p_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _applied_offers(p_applied, p_priced, p_items, p_minor_units, v_rows, p_answer);
    INSERT INTO invoice_offers (invoice_id, sale_item_id, offer_id, coupon_id, name, gives, amount)
    SELECT p_invoice_id, j.item_id, j.offer_id, j.coupon_id, j.name, j.gives, j.amount
    FROM JSON_TABLE(v_rows, '$[*]' COLUMNS (
        place FOR ORDINALITY,
        offer_id INT PATH '$[0]',
        coupon_id INT PATH '$[1]',
        name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[2]',
        gives VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin PATH '$[3]',
        item_id INT PATH '$[4]',
        amount DECIMAL(19,4) PATH '$[5]'
    )) AS j
    ORDER BY j.place;
    IF p_coupon_id IS NOT NULL THEN
        INSERT INTO coupon_uses (invoice_id, coupon_id, customer_id, created_at) VALUES (p_invoice_id, p_coupon_id, p_customer_id, p_at);
        UPDATE coupons SET used_count = used_count + 1 WHERE id = p_coupon_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
