-- Other currencies: those of ISO 4217, what they are worth from which day on, and debit notes in one of them.
-- depends: 0036.audit_chains

INSERT IGNORE INTO currencies (code, minor_units) VALUES
    ('AFN', 2), ('ALL', 2), ('AMD', 2), ('AOA', 2), ('ARS', 2), ('AUD', 2), ('AWG', 2), ('AZN', 2), ('BAM', 2), ('BBD', 2), ('BDT', 2), ('BMD', 2),
    ('BND', 2), ('BOB', 2), ('BRL', 2), ('BSD', 2), ('BTN', 2), ('BWP', 2), ('BYN', 2), ('BZD', 2), ('CAD', 2), ('CDF', 2), ('CHF', 2), ('CNY', 2),
    ('COP', 2), ('CRC', 2), ('CUP', 2), ('CVE', 2), ('CZK', 2), ('DKK', 2), ('DOP', 2), ('ERN', 2), ('ETB', 2), ('FJD', 2), ('FKP', 2), ('GEL', 2),
    ('GHS', 2), ('GIP', 2), ('GMD', 2), ('GTQ', 2), ('GYD', 2), ('HKD', 2), ('HNL', 2), ('HTG', 2), ('HUF', 2), ('IDR', 2), ('ILS', 2), ('INR', 2),
    ('IRR', 2), ('JMD', 2), ('KES', 2), ('KGS', 2), ('KHR', 2), ('KPW', 2), ('KYD', 2), ('KZT', 2), ('LAK', 2), ('LKR', 2), ('LRD', 2), ('LSL', 2),
    ('MDL', 2), ('MGA', 2), ('MKD', 2), ('MMK', 2), ('MNT', 2), ('MOP', 2), ('MRU', 2), ('MUR', 2), ('MVR', 2), ('MWK', 2), ('MXN', 2), ('MYR', 2),
    ('MZN', 2), ('NAD', 2), ('NGN', 2), ('NIO', 2), ('NOK', 2), ('NPR', 2), ('NZD', 2), ('PAB', 2), ('PEN', 2), ('PGK', 2), ('PHP', 2), ('PKR', 2),
    ('PLN', 2), ('RON', 2), ('RSD', 2), ('RUB', 2), ('SBD', 2), ('SCR', 2), ('SEK', 2), ('SGD', 2), ('SHP', 2), ('SLE', 2), ('SOS', 2), ('SRD', 2),
    ('SSP', 2), ('STN', 2), ('SVC', 2), ('SZL', 2), ('THB', 2), ('TJS', 2), ('TMT', 2), ('TOP', 2), ('TTD', 2), ('TWD', 2), ('TZS', 2), ('UAH', 2),
    ('UYU', 2), ('UZS', 2), ('VES', 2), ('WST', 2), ('XCD', 2), ('ZAR', 2), ('ZMW', 2),
    ('BIF', 0), ('CLP', 0), ('DJF', 0), ('GNF', 0), ('ISK', 0), ('KMF', 0), ('KRW', 0), ('PYG', 0), ('RWF', 0), ('UGX', 0), ('VND', 0), ('VUV', 0),
    ('XAF', 0), ('XOF', 0), ('XPF', 0), ('UYW', 4);

CREATE TABLE IF NOT EXISTS exchange_rates (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    valid_from DATE NOT NULL COMMENT 'until the next one of the currency',
    rate DECIMAL(20,10) NOT NULL COMMENT 'of the company''s currency for one of it',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_by INT DEFAULT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY exchange_rates_by_day (company_id, currency, valid_from),
    CONSTRAINT exchange_rates_rate CHECK (rate > 0),
    CONSTRAINT exchange_rates_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT exchange_rates_fk_currency FOREIGN KEY (currency) REFERENCES currencies (code) ON DELETE RESTRICT,
    CONSTRAINT exchange_rates_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT exchange_rates_fk_updater FOREIGN KEY (updated_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What stands on a note is in its currency; what the customer owes and the journal are in the company's, at the rate that the note keeps. The CHECK is
-- the rule that a note is settled in both at once.
ALTER TABLE customer_debit_notes
    MODIFY exchange_rate DECIMAL(20,10) NOT NULL COMMENT 'of the company''s currency for one of its own',
    ADD COLUMN net_base DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'net_total in the company''s currency' AFTER total,
    ADD COLUMN tax_base DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'tax_total in the company''s currency' AFTER net_base,
    ADD COLUMN total_base DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'total in the company''s currency, in whole minor units of it' AFTER tax_base,
    ADD COLUMN applied_base DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'sum of settled_base of its applications' AFTER applied_amount,
    ADD COLUMN remaining_base DECIMAL(19,4) GENERATED ALWAYS AS (CASE WHEN cancelled_on IS NULL THEN total_base - applied_base ELSE 0 END) STORED;

ALTER TABLE customer_debit_note_applications
    ADD COLUMN settled_base DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what it took off the receivables, in the company''s currency' AFTER amount,
    ADD COLUMN exchange_rate DECIMAL(20,10) DEFAULT NULL COMMENT 'of the payment; NULL where its money was told in the company''s currency' AFTER settled_base;

-- They forbid changes of a row; the deployment after this step makes them again.
DROP TRIGGER IF EXISTS trg_customer_debit_notes_bu;

DROP TRIGGER IF EXISTS trg_customer_debit_note_applications_bu;

UPDATE customer_debit_notes SET net_base = net_total, tax_base = tax_total, total_base = total, applied_base = applied_amount;

UPDATE customer_debit_note_applications SET settled_base = amount, exchange_rate = 1;

ALTER TABLE customer_debit_notes
    ALTER COLUMN net_base DROP DEFAULT,
    ALTER COLUMN tax_base DROP DEFAULT,
    ALTER COLUMN total_base DROP DEFAULT,
    ADD CONSTRAINT customer_debit_notes_base CHECK (net_base >= 0 AND tax_base >= 0 AND total_base > 0 AND total_base = net_base + tax_base),
    ADD CONSTRAINT customer_debit_notes_settled CHECK (
        applied_base BETWEEN 0 AND total_base AND (applied_amount > 0 OR applied_base = 0) AND (applied_amount < total OR applied_base = total_base));

ALTER TABLE customer_debit_note_applications
    ALTER COLUMN settled_base DROP DEFAULT,
    ADD CONSTRAINT customer_debit_note_applications_settled CHECK (amount * settled_base >= 0),
    ADD CONSTRAINT customer_debit_note_applications_rate CHECK (exchange_rate > 0);
