-- Every stored request key names a document that is there, or a draft whose deletion is written down.
-- Depth: full
SELECT k.document_table AS table_name, k.document_id AS row_id, k.request_id AS expected, NULL AS found
FROM request_keys AS k
LEFT JOIN invoices_out AS o ON k.document_table = 'invoices_out' AND o.id = k.document_id
LEFT JOIN invoice_payments AS p ON k.document_table = 'invoice_payments' AND p.id = k.document_id
LEFT JOIN wallet_transactions AS w ON k.document_table = 'wallet_transactions' AND w.id = k.document_id
LEFT JOIN work_orders AS wo ON k.document_table = 'work_orders' AND wo.id = k.document_id
LEFT JOIN batches AS b ON k.document_table = 'batches' AND b.id = k.document_id
LEFT JOIN customers AS c ON k.document_table = 'customers' AND c.id = k.document_id
LEFT JOIN products AS pr ON k.document_table = 'products' AND pr.id = k.document_id
LEFT JOIN branches AS br ON k.document_table = 'branches' AND br.id = k.document_id
LEFT JOIN accounts AS a ON k.document_table = 'accounts' AND a.id = k.document_id
LEFT JOIN companies AS co ON k.document_table = 'companies' AND co.id = k.document_id
LEFT JOIN invoice_returns AS r ON k.document_table = 'invoice_returns' AND r.id = k.document_id
LEFT JOIN audit_log AS al ON k.document_table = 'audit_log' AND al.id = k.document_id
LEFT JOIN stock_adjustments AS j ON k.document_table = 'stock_adjustments' AND j.id = k.document_id
LEFT JOIN suppliers AS s ON k.document_table = 'suppliers' AND s.id = k.document_id
LEFT JOIN purchases AS pu ON k.document_table = 'purchases' AND pu.id = k.document_id
LEFT JOIN supplier_payments AS sp ON k.document_table = 'supplier_payments' AND sp.id = k.document_id
LEFT JOIN offers AS ofr ON k.document_table = 'offers' AND ofr.id = k.document_id
LEFT JOIN coupons AS cou ON k.document_table = 'coupons' AND cou.id = k.document_id
LEFT JOIN taxes AS t ON k.document_table = 'taxes' AND t.id = k.document_id
LEFT JOIN customer_groups AS cg ON k.document_table = 'customer_groups' AND cg.id = k.document_id
LEFT JOIN price_lists AS pl ON k.document_table = 'price_lists' AND pl.id = k.document_id
LEFT JOIN exchange_rates AS er ON k.document_table = 'exchange_rates' AND er.id = k.document_id
LEFT JOIN tills AS tl ON k.document_table = 'tills' AND tl.id = k.document_id
LEFT JOIN shifts AS sh ON k.document_table = 'shifts' AND sh.id = k.document_id
LEFT JOIN cash_moves AS cm ON k.document_table = 'cash_moves' AND cm.id = k.document_id
LEFT JOIN daily_closings AS dc ON k.document_table = 'daily_closings' AND dc.id = k.document_id
LEFT JOIN pending_payments AS pp ON k.document_table = 'pending_payments' AND pp.id = k.document_id
LEFT JOIN invoice_drafts AS d ON k.document_table = 'invoice_drafts' AND d.id = k.document_id
LEFT JOIN orders AS ord ON k.document_table = 'orders' AND ord.id = k.document_id
LEFT JOIN customer_debit_notes AS dn ON k.document_table = 'customer_debit_notes' AND dn.id = k.document_id
LEFT JOIN users AS u ON k.document_table = 'users' AND u.id = k.document_id
LEFT JOIN cost_centers AS cc ON k.document_table = 'cost_centers' AND cc.id = k.document_id
LEFT JOIN journal_vouchers AS jv ON k.document_table = 'journal_vouchers' AND jv.id = k.document_id
LEFT JOIN purchase_returns AS prt ON k.document_table = 'purchase_returns' AND prt.id = k.document_id
WHERE COALESCE(o.id, p.id, w.id, wo.id, b.id, c.id, pr.id, br.id, a.id, co.id, r.id, j.id, s.id, pu.id, sp.id, al.id, t.id, cg.id, pl.id, ofr.id, cou.id, tl.id, sh.id, cm.id, dc.id, pp.id, d.id, ord.id, dn.id, u.id, er.id, cc.id, jv.id, prt.id) IS NULL
    AND NOT (k.document_table = 'invoice_drafts' AND EXISTS (
        SELECT 1 FROM audit_log AS gone
        WHERE gone.document_table = 'invoice_drafts' AND gone.document_id = k.document_id AND gone.action = 'delete'))
