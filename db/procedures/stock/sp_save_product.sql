-- Make a product, or change one: members that are absent stay as they are, null clears. Products are deactivated, never deleted.
--
-- Parameters: p_request JSON object: created_by; product_id to change one; product_code, name and unit (or unit_of_measure), required for a
--   new one; optional selling_price, retail_price, cost_price in currency units, reorder_level, barcodes [text], taxes [code or id] and units
--   [{unit, factor (how many of unit one of it is), selling_price, retail_price}] (each the whole new set), keeps_stock (true; fixed once the product
--   has batches or was sold), active, company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_PRODUCT, UNKNOWN_TAX, TOO_MANY_ITEMS,
--   INVALID_PRICE, INVALID_QUANTITY.
-- Locks: request_id's bucket; bucket 0, which all writers of codes and barcodes wait on; product, by primary key.
-- Returns: one row, one column response: product_id, product.
-- Example: CALL sp_save_product('{"product_code": "P-020", "name": "محبس", "unit": "قطعة", "selling_price": "55.00", "created_by": 1}');
CREATE PROCEDURE sp_save_product(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_product_id, v_company_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code, v_unit, v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_selling_price, v_retail_price, v_cost_price DECIMAL(19,6);
    DECLARE v_reorder_level DECIMAL(19,4);
    DECLARE v_keeps_stock, v_old_keeps_stock, v_active TINYINT;
    DECLARE v_unit_raw, v_barcodes, v_taxes, v_units, v_reorder_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_product', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_product', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_product_id = _read_id('product_id', JSON_EXTRACT(p_request, '$.product_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_code = _read_text('product_code', JSON_EXTRACT(p_request, '$.product_code'), 50);
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 255);
    SET v_unit_raw = COALESCE(JSON_EXTRACT(p_request, '$.unit'), JSON_EXTRACT(p_request, '$.unit_of_measure'));
    SET v_unit = _read_text('unit', v_unit_raw, 50);
    SET v_selling_price = COALESCE(_read_unit_price('selling_price', JSON_EXTRACT(p_request, '$.selling_price')), 0);
    SET v_retail_price = COALESCE(_read_unit_price('retail_price', JSON_EXTRACT(p_request, '$.retail_price')), 0);
    SET v_cost_price = COALESCE(_read_unit_price('cost_price', JSON_EXTRACT(p_request, '$.cost_price')), 0);
    SET v_reorder_text = COALESCE(_scalar(JSON_EXTRACT(p_request, '$.reorder_level')), '0');
    SET v_reorder_level = _rounded(_number(v_reorder_text), 4);
    IF v_reorder_level IS NULL OR v_reorder_level < 0 THEN
        CALL _raise('VALIDATION', 'reorder_level', v_reorder_text, NULL, NULL);
    END IF;
    SET v_keeps_stock = COALESCE(_read_flag('keeps_stock', JSON_EXTRACT(p_request, '$.keeps_stock')), 1);
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_product_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            p.company_id, p.keeps_stock,
            IF(JSON_EXTRACT(p_request, '$.product_code') IS NULL, p.product_code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, p.name, v_name),
            IF(v_unit_raw IS NULL, p.unit_of_measure, v_unit),
            IF(JSON_EXTRACT(p_request, '$.selling_price') IS NULL, p.selling_price, v_selling_price),
            IF(JSON_EXTRACT(p_request, '$.retail_price') IS NULL, p.retail_price, v_retail_price),
            IF(JSON_EXTRACT(p_request, '$.cost_price') IS NULL, p.cost_price, v_cost_price),
            IF(JSON_EXTRACT(p_request, '$.reorder_level') IS NULL, p.reorder_level, v_reorder_level),
            IF(JSON_EXTRACT(p_request, '$.keeps_stock') IS NULL, p.keeps_stock, v_keeps_stock),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, p.active, v_active)
        INTO
            v_company_id, v_old_keeps_stock, v_code, v_name, v_unit, v_selling_price, v_retail_price, v_cost_price, v_reorder_level,
            v_keeps_stock, v_active
        FROM products AS p WHERE p.id = v_product_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_PRODUCT', v_product_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL OR v_unit IS NULL THEN
        CALL _raise('VALIDATION.required', CASE WHEN v_code IS NULL THEN 'product_code' WHEN v_name IS NULL THEN 'name' ELSE 'unit' END, NULL, NULL, NULL);
    END IF;
    CALL _check_company(v_company_id);
    IF EXISTS (SELECT 1 FROM products AS p WHERE p.company_id = v_company_id AND p.product_code = v_code AND NOT p.id <=> v_product_id) THEN
        CALL _raise('VALIDATION.taken', 'product_code', v_code, NULL, NULL);
    END IF;
    IF v_keeps_stock <> v_old_keeps_stock AND (
        EXISTS (SELECT 1 FROM batches AS b FORCE INDEX (batches_fifo) WHERE b.product_id = v_product_id)
        OR EXISTS (SELECT 1 FROM invoice_out_items AS i FORCE INDEX (invoice_out_items_of_product) WHERE i.product_id = v_product_id))
    THEN
        CALL _raise('VALIDATION.fixed', 'keeps_stock', v_product_id, v_keeps_stock, NULL);
    END IF;

    -- write
    CALL _document_state('products', v_product_id, v_before);
    IF v_product_id IS NULL THEN
        INSERT INTO products (
            company_id, product_code, name, unit_of_measure, reorder_level, cost_price, selling_price, retail_price, keeps_stock, active, created_at)
        VALUES (
            v_company_id, v_code, v_name, v_unit, v_reorder_level, v_cost_price, v_selling_price, v_retail_price, v_keeps_stock, v_active, _as_timestamp(v_now));
        SET v_product_id = LAST_INSERT_ID();
    ELSE
        UPDATE products SET
            product_code = v_code, name = v_name, unit_of_measure = v_unit, reorder_level = v_reorder_level, cost_price = v_cost_price,
            selling_price = v_selling_price, retail_price = v_retail_price, keeps_stock = v_keeps_stock, active = v_active
        WHERE id = v_product_id;
    END IF;
    IF JSON_EXTRACT(p_request, '$.barcodes') IS NOT NULL THEN
        CALL _replace_barcodes(v_company_id, v_product_id, JSON_EXTRACT(p_request, '$.barcodes'));
    END IF;
    IF JSON_EXTRACT(p_request, '$.taxes') IS NOT NULL THEN
        CALL _replace_product_taxes(v_company_id, v_product_id, JSON_EXTRACT(p_request, '$.taxes'));
    END IF;
    IF JSON_EXTRACT(p_request, '$.units') IS NOT NULL THEN
        CALL _replace_product_units(v_product_id, JSON_EXTRACT(p_request, '$.units'));
    END IF;
    -- the product's own unit is none of the others, whichever of the two is new
    IF EXISTS (SELECT 1 FROM product_units AS u WHERE u.product_id = v_product_id AND u.unit = v_unit) THEN
        CALL _raise('VALIDATION.taken', 'unit', v_unit, NULL, NULL);
    END IF;
    CALL _audit_change('save', 'products', v_product_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _lists_of_product(v_product_id, v_barcodes, v_taxes, v_units);
    SET v_response = (
        SELECT CONCAT('{"ok":true,"msg":"تم حفظ المنتج بنجاح.","product_id":', p.id, ',"product":{', _product_members_json(
            p.id, p.company_id, p.product_code, p.name, p.unit_of_measure, p.reorder_level, p.cost_price, p.selling_price, p.retail_price,
            p.keeps_stock, p.active), ',"barcodes":', v_barcodes, ',"taxes":', v_taxes, ',"units":', v_units, '}}')
        FROM products AS p WHERE p.id = v_product_id);
    CALL _close_request('sp_save_product', v_request_id, v_hash, 'products', v_product_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END
