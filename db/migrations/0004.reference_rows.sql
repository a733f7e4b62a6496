-- The rows that every database starts with. @daftar_currency and @daftar_time_zone are set by `daftar migrate`;
-- without them the company is an Egyptian one.
-- depends: 0003.package_tables

INSERT IGNORE INTO currencies (code, minor_units) VALUES
    ('EGP', 2), ('USD', 2), ('EUR', 2), ('GBP', 2), ('SAR', 2), ('AED', 2), ('QAR', 2), ('YER', 2), ('MAD', 2),
    ('DZD', 2), ('LBP', 2), ('SYP', 2), ('SDG', 2), ('TRY', 2),
    ('KWD', 3), ('BHD', 3), ('OMR', 3), ('JOD', 3), ('TND', 3), ('LYD', 3), ('IQD', 3),
    ('JPY', 0), ('CLF', 4);

INSERT INTO companies (id, code, name, currency, time_zone)
SELECT 1, 'MAIN', 'المتجر', COALESCE(@daftar_currency, 'EGP'), COALESCE(@daftar_time_zone, 'Africa/Cairo') FROM (SELECT 1) AS one
WHERE NOT EXISTS (SELECT 1 FROM companies);

INSERT IGNORE INTO branches (id, company_id, code, name, main_of) VALUES (1, 1, 'MAIN', 'الفرع الرئيسي', 1);

INSERT IGNORE INTO number_series (branch_id, kind, day, last_no) VALUES (1, 'INV', '1000-01-01', 0), (1, 'PAY', '1000-01-01', 0);

-- 4,096 buckets: with 16 calls at once one call in 250 waits for a stranger's key.
INSERT IGNORE INTO lock_buckets (bucket)
WITH digits AS (
    SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL
    SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL
    SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15
)
SELECT a.d * 256 + b.d * 16 + c.d FROM digits AS a CROSS JOIN digits AS b CROSS JOIN digits AS c;

INSERT IGNORE INTO payment_methods (code, name_ar, name_en, excess_to) VALUES
    ('cash', 'نقدي', 'Cash', 'change'),
    ('bank_transfer', 'تحويل بنكي', 'Bank transfer', 'wallet'),
    ('check', 'شيك', 'Check', 'wallet'),
    ('card', 'بطاقة', 'Card', 'wallet'),
    ('wallet', 'المحفظة', 'Wallet', 'none');
