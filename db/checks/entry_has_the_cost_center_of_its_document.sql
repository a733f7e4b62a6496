-- An entry has the cost centre of its document: what settles, amends or returns a sale, a debit note or a purchase has that of the sale, the note or the
-- purchase.
-- Depth: full
SELECT 'journal_entries' AS table_name, e.id AS row_id, i.cost_center_id AS expected, e.cost_center_id AS found
FROM invoices_out AS i
INNER JOIN journal_entries AS e ON e.reference_type = 'invoices_out' AND e.reference_id = i.id
WHERE NOT e.cost_center_id <=> i.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, ri.cost_center_id AS expected, e.cost_center_id AS found
FROM invoice_returns AS r
INNER JOIN journal_entries AS e ON e.reference_type = 'invoice_returns' AND e.reference_id = r.id
INNER JOIN invoices_out AS ri ON ri.id = r.invoice_id
WHERE NOT e.cost_center_id <=> ri.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, ai.cost_center_id AS expected, e.cost_center_id AS found
FROM invoice_amendments AS a
INNER JOIN journal_entries AS e ON e.reference_type = 'invoice_amendments' AND e.reference_id = a.id
INNER JOIN invoices_out AS ai ON ai.id = a.invoice_id
WHERE NOT e.cost_center_id <=> ai.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, pi.cost_center_id AS expected, e.cost_center_id AS found
FROM invoice_payments AS p
INNER JOIN journal_entries AS e ON e.reference_type = 'invoice_payments' AND e.reference_id = p.id
INNER JOIN invoices_out AS pi ON pi.id = p.invoice_id
WHERE NOT e.cost_center_id <=> pi.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, pn.cost_center_id AS expected, e.cost_center_id AS found
FROM invoice_payments AS p
INNER JOIN journal_entries AS e ON e.reference_type = 'invoice_payments' AND e.reference_id = p.id
INNER JOIN customer_debit_notes AS pn ON pn.id = p.debit_note_id
WHERE NOT e.cost_center_id <=> pn.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, n.cost_center_id AS expected, e.cost_center_id AS found
FROM customer_debit_notes AS n
INNER JOIN journal_entries AS e ON e.reference_type = 'customer_debit_notes' AND e.reference_id = n.id
WHERE NOT e.cost_center_id <=> n.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, pu.cost_center_id AS expected, e.cost_center_id AS found
FROM purchases AS pu
INNER JOIN journal_entries AS e ON e.reference_type = 'purchases' AND e.reference_id = pu.id
WHERE NOT e.cost_center_id <=> pu.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, pb.cost_center_id AS expected, e.cost_center_id AS found
FROM purchase_returns AS b
INNER JOIN journal_entries AS e ON e.reference_type = 'purchase_returns' AND e.reference_id = b.id
INNER JOIN purchases AS pb ON pb.id = b.purchase_id
WHERE NOT e.cost_center_id <=> pb.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, sp.cost_center_id AS expected, e.cost_center_id AS found
FROM supplier_payments AS s
INNER JOIN journal_entries AS e ON e.reference_type = 'supplier_payments' AND e.reference_id = s.id
INNER JOIN purchases AS sp ON sp.id = s.purchase_id
WHERE NOT e.cost_center_id <=> sp.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, jv.cost_center_id AS expected, e.cost_center_id AS found
FROM journal_vouchers AS jv
INNER JOIN journal_entries AS e ON e.reference_type = 'journal_vouchers' AND e.reference_id = jv.id
WHERE NOT e.cost_center_id <=> jv.cost_center_id
UNION ALL
SELECT 'journal_entries' AS table_name, e.id AS row_id, sa.cost_center_id AS expected, e.cost_center_id AS found
FROM stock_adjustments AS sa
INNER JOIN journal_entries AS e ON e.reference_type = 'stock_adjustments' AND e.reference_id = sa.id
WHERE NOT e.cost_center_id <=> sa.cost_center_id
