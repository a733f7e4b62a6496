-- The shop's tables as its own pages made them. On a database that has them this changes nothing; on an empty one it makes
-- the start from which every later step is the same for both. They are never dropped again: rolling back keeps the shop's rows.
-- (The comments of columns are the shop's own.)
-- depends: 0001.preflight

CREATE TABLE IF NOT EXISTS users (
    id INT NOT NULL AUTO_INCREMENT,
    username varchar(50) NOT NULL,
    role enum('admin','user') NOT NULL DEFAULT 'user',
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS products (
    id INT NOT NULL AUTO_INCREMENT,
    product_code varchar(50) NOT NULL,
    name varchar(255) NOT NULL,
    unit_of_measure varchar(50) NOT NULL,
    reorder_level decimal(10,2) NOT NULL DEFAULT 0.00,
    cost_price decimal(10,2) NOT NULL DEFAULT 0.00,
    selling_price decimal(10,2) NOT NULL DEFAULT 0.00 COMMENT 'سعر الجملة',
    retail_price decimal(10,2) NOT NULL DEFAULT 0.00 COMMENT 'سعر القطاعي',
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    PRIMARY KEY (id),
    UNIQUE KEY product_code (product_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS batches (
    id INT NOT NULL AUTO_INCREMENT,
    product_id INT NOT NULL,
    qty decimal(13,4) NOT NULL DEFAULT 0.0000,
    remaining decimal(13,4) NOT NULL DEFAULT 0.0000,
    original_qty decimal(13,4) NOT NULL DEFAULT 0.0000,
    unit_cost decimal(13,4) NOT NULL DEFAULT 0.0000,
    received_at date NOT NULL,
    status enum('active','consumed','cancelled','reverted') NOT NULL DEFAULT 'active',
    created_by INT DEFAULT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    adjusted_at datetime DEFAULT NULL,
    adjusted_by INT DEFAULT NULL,
    PRIMARY KEY (id),
    KEY product_id (product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS invoice_out_items (
    id INT NOT NULL AUTO_INCREMENT,
    invoice_out_id INT NOT NULL,
    product_id INT NOT NULL,
    quantity decimal(10,2) NOT NULL,
    total_price decimal(10,2) NOT NULL,
    cost_price_per_unit decimal(13,4) NOT NULL DEFAULT 0.0000,
    selling_price decimal(10,2) NOT NULL DEFAULT 0.00,
    price_type enum('retail','wholesale') NOT NULL DEFAULT 'wholesale',
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    PRIMARY KEY (id),
    KEY invoice_out_id (invoice_out_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS sale_item_allocations (
    id INT NOT NULL AUTO_INCREMENT,
    sale_item_id INT NOT NULL,
    batch_id INT NOT NULL,
    qty decimal(13,4) NOT NULL,
    unit_cost decimal(13,4) NOT NULL,
    line_cost decimal(15,4) NOT NULL,
    created_by INT DEFAULT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS customers (
    id INT NOT NULL AUTO_INCREMENT,
    name varchar(150) NOT NULL COMMENT 'اسم العميل',
    mobile varchar(11) NOT NULL COMMENT 'رقم الموبايل (11 رقم)',
    city varchar(100) NOT NULL COMMENT 'المدينة',
    address varchar(255) DEFAULT NULL COMMENT 'العنوان التفصيلي',
    notes text DEFAULT NULL,
    created_by INT DEFAULT NULL COMMENT 'معرف المستخدم الذي أضاف العميل',
    created_at timestamp NOT NULL DEFAULT current_timestamp() COMMENT 'تاريخ الإضافة',
    balance decimal(12,2) DEFAULT 0.00 COMMENT 'الرصيد الحالي (مدين + / دائن -)',
    wallet decimal(12,2) DEFAULT 0.00 COMMENT 'رصيد المحفظة',
    join_date date DEFAULT (curdate()) COMMENT 'تاريخ الانضمام',
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS work_orders (
    id INT NOT NULL AUTO_INCREMENT,
    customer_id INT NOT NULL,
    title varchar(255) NOT NULL COMMENT 'عنوان الشغلانة',
    description text DEFAULT NULL COMMENT 'وصف تفصيلي',
    status enum('pending','in_progress','completed','cancelled') DEFAULT 'pending',
    start_date date NOT NULL COMMENT 'تاريخ البدء',
    notes text DEFAULT NULL COMMENT 'ملاحظات إضافية',
    total_invoice_amount decimal(12,2) DEFAULT 0.00 COMMENT 'إجمالي فواتير الشغلانة',
    total_paid decimal(12,2) DEFAULT 0.00 COMMENT 'إجمالي المدفوع',
    total_remaining decimal(12,2) DEFAULT 0.00 COMMENT 'إجمالي المتبقي',
    created_by INT NOT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    updated_at timestamp NULL DEFAULT NULL ON UPDATE current_timestamp(),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS invoices_out (
    id INT NOT NULL AUTO_INCREMENT,
    customer_id INT NOT NULL COMMENT 'معرف العميل المرتبط بالفاتورة',
    delivered enum('yes','no','canceled','reverted','partial') NOT NULL DEFAULT 'no',
    invoice_group enum('group1','group2','group3','group4','group5','group6','group7','group8','group9','group10','group11') NOT NULL COMMENT 'مجموعة الفاتورة (من 1 إلى 11)',
    created_by INT DEFAULT NULL COMMENT 'معرف المستخدم الذي أنشأ الفاتورة',
    created_at timestamp NOT NULL DEFAULT current_timestamp() COMMENT 'تاريخ ووقت الإنشاء',
    updated_by INT DEFAULT NULL COMMENT 'معرف المستخدم الذي آخر من عدل الفاتورة',
    updated_at timestamp NULL DEFAULT NULL ON UPDATE current_timestamp() COMMENT 'تاريخ ووقت آخر تعديل',
    notes text DEFAULT NULL,
    cancel_reason varchar(255) DEFAULT NULL,
    revert_reason varchar(255) DEFAULT NULL,
    total_before_discount decimal(12,2) DEFAULT 0.00 COMMENT 'مجموع البيع قبل أي خصم',
    discount_type enum('percent','amount') DEFAULT 'percent' COMMENT 'نوع الخصم',
    discount_value decimal(10,2) DEFAULT 0.00 COMMENT 'قيمة الخصم: إذا percent -> تخزن النسبة (مثال: 10) وإلا قيمة المبلغ',
    discount_amount decimal(12,2) DEFAULT 0.00 COMMENT 'مبلغ الخصم المحسوب بالعملة',
    total_after_discount decimal(12,2) DEFAULT 0.00 COMMENT 'المجموع النهائي بعد الخصم',
    total_cost decimal(12,2) DEFAULT 0.00 COMMENT 'اجمالي التكلفة (مخزن للتقارير)',
    profit_amount decimal(12,2) DEFAULT 0.00 COMMENT 'اجمالي الربح = total_before_discount - total_cost',
    paid_amount decimal(12,2) DEFAULT 0.00,
    remaining_amount decimal(12,2) DEFAULT 0.00,
    work_order_id INT DEFAULT NULL,
    PRIMARY KEY (id),
    KEY customer_id (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='جدول فواتير العملاء الصادرة';

CREATE TABLE IF NOT EXISTS invoice_payments (
    id INT NOT NULL AUTO_INCREMENT,
    invoice_id INT NOT NULL,
    payment_amount decimal(12,2) NOT NULL,
    payment_date timestamp NOT NULL DEFAULT current_timestamp(),
    payment_method enum('cash','bank_transfer','check','card','wallet','mixed') DEFAULT 'cash',
    notes text DEFAULT NULL,
    created_by INT NOT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    wallet_before decimal(12,2) DEFAULT 0.00 COMMENT 'رصيد المحفظة قبل الدفع',
    wallet_after decimal(12,2) DEFAULT 0.00 COMMENT 'رصيد المحفظة بعد الدفع',
    work_order_id INT DEFAULT NULL COMMENT 'ربط بالشغلانة',
    PRIMARY KEY (id),
    KEY invoice_id (invoice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS customer_transactions (
    id INT NOT NULL AUTO_INCREMENT,
    customer_id INT NOT NULL,
    transaction_type enum('invoice','payment','return','deposit','adjustment','withdraw') NOT NULL,
    amount decimal(12,2) NOT NULL COMMENT 'موجب للزيادة، سالب للنقصان',
    description varchar(255) NOT NULL,
    invoice_id INT DEFAULT NULL,
    payment_id INT DEFAULT NULL,
    return_id INT DEFAULT NULL,
    wallet_transaction INT DEFAULT NULL,
    work_order_id INT DEFAULT NULL,
    balance_before decimal(12,2) DEFAULT 0.00,
    balance_after decimal(12,2) DEFAULT 0.00,
    wallet_before decimal(12,2) DEFAULT 0.00,
    wallet_after decimal(12,2) DEFAULT 0.00,
    transaction_date date NOT NULL,
    created_by INT NOT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS wallet_transactions (
    id INT NOT NULL AUTO_INCREMENT,
    customer_id INT NOT NULL,
    type enum('deposit','withdraw','refund','invoice_payment') NOT NULL,
    amount decimal(12,2) NOT NULL,
    description varchar(255) NOT NULL,
    wallet_before decimal(12,2) DEFAULT 0.00,
    wallet_after decimal(12,2) DEFAULT 0.00,
    transaction_date datetime NOT NULL DEFAULT current_timestamp(),
    created_by INT NOT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp(),
    PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
