-- The kinds of numbers that each branch, and each till with numbers of its own, has a series of. Debit notes are numbered by the company: of their
-- series that of the main branch counts.
CREATE VIEW _series_kinds AS
SELECT k.kind
FROM (
    SELECT 'DN' AS kind
    UNION ALL SELECT 'INV'
    UNION ALL SELECT 'JE'
    UNION ALL SELECT 'ORD'
    UNION ALL SELECT 'PAY'
    UNION ALL SELECT 'PO'
    UNION ALL SELECT 'PRET'
    UNION ALL SELECT 'RET'
    UNION ALL SELECT 'SH'
) AS k
