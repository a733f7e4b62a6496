-- Each document's number, taken apart: the code of its series stands between its kind and its day, and last its place. A debit note's number has its
-- company's code and no day: it is of the main branch's series without one. A check reads one kind of them; both engines then read the tables of
-- that kind alone.
CREATE VIEW _all_numbers AS
SELECT
    d.branch_id, d.kind, d.day, d.document_no, CAST(SUBSTRING_INDEX(d.document_no, '-', -1) AS UNSIGNED) AS given,
    IF(
        d.kind = 'DN', '',
        SUBSTRING(
            d.document_no, CHAR_LENGTH(d.kind) + 2,
            CHAR_LENGTH(d.document_no) - CHAR_LENGTH(SUBSTRING_INDEX(d.document_no, '-', -1)) - CHAR_LENGTH(d.kind) - 10)) AS code
FROM (
    SELECT i.branch_id, 'INV' AS kind, i.invoice_date AS day, i.invoice_no AS document_no FROM invoices_out AS i WHERE i.invoice_no IS NOT NULL
    UNION ALL
    SELECT p.branch_id, 'PAY', p.business_date, p.payment_no FROM invoice_payments AS p WHERE p.payment_no IS NOT NULL
    UNION ALL
    SELECT s.branch_id, 'PAY', s.business_date, s.payment_no FROM supplier_payments AS s
    UNION ALL
    SELECT u.branch_id, 'PO', u.business_date, u.purchase_no FROM purchases AS u
    UNION ALL
    SELECT e.branch_id, 'JE', e.entry_date, e.entry_no FROM journal_entries AS e
    UNION ALL
    SELECT r.branch_id, 'RET', r.business_date, r.return_no FROM invoice_returns AS r
    UNION ALL
    SELECT t.branch_id, 'PRET', t.business_date, t.return_no FROM purchase_returns AS t
    UNION ALL
    SELECT o.branch_id, 'ORD', o.order_date, o.order_no FROM orders AS o
    UNION ALL
    SELECT h.branch_id, 'SH', h.opened_on, h.shift_no FROM shifts AS h
    UNION ALL
    SELECT m.id, 'DN', DATE('1000-01-01'), n.debit_note_no FROM customer_debit_notes AS n INNER JOIN branches AS m ON m.main_of = n.company_id
) AS d
