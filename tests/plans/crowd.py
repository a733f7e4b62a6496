"""Thousands of other rows, in good order, put in by plain INSERT ... SELECT: what a save must not read."""

from __future__ import annotations

from pyclient.deploy.session import Connection, execute

DAY = "2025-01-01"

# One customer, product, supplier and work order for ten invoices, a batch with its purchase, and five taxes
# of 0, for five. Each invoice sold one piece for 10.00 that had cost 4.00, and 4.00 of it are paid. Its
# business is one journal entry; the goods received have theirs on the next day and the wallets on the one
# after, so that each day's numbers go from 1 to N.
_STATEMENTS = (
    """INSERT INTO customers (id, name, mobile, city, balance, wallet, ledger_seq, created_by)
    SELECT {id} + n, CONCAT('زبون ', n), LPAD(n, 11, '0'), 'x', 60, 5, 21, 0 FROM ({tens}) AS s""",
    """INSERT INTO products (id, product_code, name, unit_of_measure, selling_price)
    SELECT {id} + n, CONCAT('C-', n), CONCAT('صنف ', n), 'x', 10 FROM ({tens}) AS s""",
    """INSERT INTO product_barcodes (company_id, barcode, product_id)
    SELECT 1, CONCAT('622', n), {id} + n FROM ({tens}) AS s""",
    """INSERT INTO suppliers (id, company_id, name, balance, ledger_seq, created_by)
    SELECT {id} + n, 1, CONCAT('مورد ', n), 80, 2, 0 FROM ({tens}) AS s""",
    """INSERT INTO purchases (id, company_id, branch_id, supplier_id, purchase_no, bill_no, business_date,
        total, created_by)
    SELECT {id} + n, 1, 1, {id} + n DIV 2,
        CONCAT('PO-20250101-', IF(n < 9999, LPAD(n + 1, 4, '0'), n + 1)), n, '{day}', 40, 0
    FROM ({fives}) AS s""",
    """INSERT INTO supplier_transactions (supplier_id, seq, transaction_type, amount, description,
        purchase_id, balance_before, balance_after, transaction_date, created_by)
    SELECT {id} + n DIV 2, n % 2 + 1, 'purchase', 40, 'x', {id} + n, n % 2 * 40, n % 2 * 40 + 40, '{day}', 0
    FROM ({fives}) AS s""",
    """INSERT INTO batches (id, purchase_id, product_id, qty, remaining, original_qty, unit_cost, stock_value,
        original_value, received_at, created_by)
    SELECT {id} + n, {id} + n, {id} + n DIV 2, 10, 5, 10, 4, 20, 40, '{day}', 0 FROM ({fives}) AS s""",
    """INSERT INTO batch_taxes (batch_id, tax_no, name, rate, base, amount)
    SELECT {id} + n DIV 5, n % 5 + 1, 'x', 0, 40, 0 FROM ({ones}) AS s""",
    """INSERT INTO work_orders (id, customer_id, title, start_date, created_by)
    SELECT {id} + n, {id} + n, 'x', '{day}', 0 FROM ({tens}) AS s""",
    """INSERT INTO invoices_out (id, customer_id, delivered, invoice_group, created_by, invoice_no,
        invoice_date, total_before_discount, total_after_discount, total_cost, profit_amount, paid_amount,
        remaining_amount, work_order_id, order_id)
    SELECT {id} + n, {id} + n DIV 10, 'partial', 'group1', 0,
        CONCAT('INV-20250101-', IF(n < 9999, LPAD(n + 1, 4, '0'), n + 1)), '{day}',
        10, 10, 4, 6, 4, 6, IF(n % 2, {id} + n DIV 10, NULL),
        IF(n % 10, NULL, {id} + n DIV 10)
    FROM ({ones}) AS s""",
    """INSERT INTO invoice_out_items (id, invoice_out_id, line_no, product_id, quantity, total_price,
        selling_price, discount_share, total_cost)
    SELECT {id} + n, {id} + n, 1, {id} + n DIV 10, 1, 10, 10, 0, 4 FROM ({ones}) AS s""",
    # the first invoice of each customer billed an order
    """INSERT INTO orders (id, company_id, branch_id, order_no, customer_id, source, status, order_date,
        discount_type, discount_value, total_before, discount_amount, total_after, tax_total, rounding_amount,
        created_by)
    SELECT {id} + n, 1, 1, CONCAT('ORD-20250101-', IF(n < 9999, LPAD(n + 1, 4, '0'), n + 1)), {id} + n,
        'manual', 'completed', '{day}', 'percent', 0, 10, 0, 10, 0, 0, 0
    FROM ({tens}) AS s""",
    """INSERT INTO order_items (id, order_id, line_no, product_id, qty, invoiced_qty, price_type,
        selling_price, total_price)
    SELECT {id} + n, {id} + n, 1, {id} + n, 1, 1, 'wholesale', 10, 10 FROM ({tens}) AS s""",
    """INSERT INTO order_invoice_items (order_item_id, invoice_id, qty)
    SELECT {id} + n, {id} + n * 10, 1 FROM ({tens}) AS s""",
    """INSERT INTO sale_item_allocations (id, sale_item_id, batch_id, qty, unit_cost, line_cost)
    SELECT {id} + n, {id} + n, {id} + n DIV 5, 1, 4, 4 FROM ({ones}) AS s""",
    """INSERT INTO invoice_payments (id, invoice_id, payment_no, business_date, payment_amount, tendered,
        change_given, created_by)
    SELECT {id} + n, {id} + n, CONCAT('PAY-20250101-', IF(n < 9999, LPAD(n + 1, 4, '0'), n + 1)), '{day}',
        4, 4, 0, 0
    FROM ({ones}) AS s""",
    """INSERT INTO customer_transactions (customer_id, seq, transaction_type, amount, description, invoice_id,
        balance_before, balance_after, transaction_date, created_by)
    SELECT {id} + n DIV 10, n % 10 * 2 + 1, 'invoice', 10, 'x', {id} + n, n % 10 * 6, n % 10 * 6 + 10,
        '{day}', 0
    FROM ({ones}) AS s""",
    """INSERT INTO customer_transactions (customer_id, seq, transaction_type, amount, description, invoice_id,
        payment_id, balance_before, balance_after, transaction_date, created_by)
    SELECT {id} + n DIV 10, n % 10 * 2 + 2, 'payment', -4, 'x', {id} + n, {id} + n, n % 10 * 6 + 10,
        n % 10 * 6 + 6, '{day}', 0
    FROM ({ones}) AS s""",
    """INSERT INTO wallet_transactions (id, customer_id, seq, type, amount, description, wallet_after,
        created_by)
    SELECT {id} + n, {id} + n, 21, 'deposit', 5, 'x', 5, 0 FROM ({tens}) AS s""",
    """INSERT INTO customer_transactions (customer_id, seq, transaction_type, amount, description,
        wallet_transaction, balance_before, balance_after, wallet_after, transaction_date, created_by)
    SELECT {id} + n, 21, 'deposit', 5, 'x', {id} + n, 60, 60, 5, '{day}', 0 FROM ({tens}) AS s""",
    # each invoice was a draft once, and each customer has one more, that an absent user keeps
    """INSERT INTO invoice_drafts (company_id, customer_id, name, request, quote, line_count, total_after,
        invoice_id, created_by, updated_by)
    SELECT 1, {id} + n DIV 10, 'x', '{{}}', '{{}}', 1, 10, {id} + n, 0, 0 FROM ({ones}) AS s""",
    """INSERT INTO invoice_drafts (company_id, customer_id, name, request, quote, line_count, total_after,
        created_by, updated_by)
    SELECT 1, {id} + n, 'x', '{{}}', '{{}}', 1, 10, 0, 0 FROM ({tens}) AS s""",
    """INSERT INTO request_keys (request_id, procedure_name, request_hash, document_table, document_id,
        response, created_at)
    SELECT CONCAT('crowd-', n), 'sp_save_invoice', SHA2(n, 256), 'invoices_out', {id} + n, '{{}}', '{day}'
    FROM ({ones}) AS s""",
    *(
        f"""INSERT INTO journal_entries (id, company_id, branch_id, entry_no, entry_type, entry_date,
            reference_type, reference_id, created_by)
        SELECT {{id}} + {offset} + n, 1, 1,
            CONCAT('JE-2025010{day}-', IF(n < 9999, LPAD(n + 1, 4, '0'), n + 1)), '{kind}',
            '2025-01-0{day}', '{table}', {{id}} + n, 0
        FROM ({{{size}}}) AS s"""
        for offset, day, kind, table, size in (
            (0, 1, "invoice", "invoices_out", "ones"),
            (100_000, 2, "purchase", "purchases", "fives"),
            (200_000, 3, "wallet", "wallet_transactions", "tens"),
        )
    ),
    *(
        f"""INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id,
            supplier_id, debit, credit)
        SELECT {{id}} + {offset} + n, {line}, r.account_id, r.role, {customer},
            IF(r.role = 'payables', {{id}} + n DIV 2, NULL), {debit}, {credit}
        FROM ({{{size}}}) AS s JOIN account_roles AS r ON r.role = '{role}'"""
        for offset, size, line, role, customer, debit, credit in (
            (0, "ones", 1, "receivables", "{id} + n DIV 10", 6, 0),
            (0, "ones", 2, "cash", "NULL", 4, 0),
            (0, "ones", 3, "sales", "NULL", 0, 6),
            (0, "ones", 4, "inventory", "NULL", 0, 4),
            (100_000, "fives", 1, "inventory", "NULL", 40, 0),
            (100_000, "fives", 2, "payables", "NULL", 0, 40),
            (200_000, "tens", 1, "cash", "NULL", 5, 0),
            (200_000, "tens", 2, "wallet", "{id} + n", 0, 5),
        )
    ),
    "UPDATE journal_entries SET posted = 1 WHERE posted = 0",
    """INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty,
        total_cost)
    SELECT {id} + n, {id} + n DIV 10, {id} + n DIV 5, 'sale', -1, -4 FROM ({ones}) AS s""",
    """INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty,
        total_cost)
    SELECT {id} + 100000 + n, {id} + n DIV 2, {id} + n, 'purchase', 10, 40 FROM ({fives}) AS s""",
    """INSERT INTO number_series_days (branch_id, kind, day, last_no) VALUES
        (1, 'INV', '{day}', {upto}), (1, 'PAY', '{day}', {upto}), (1, 'JE', '{day}', {upto}),
        (1, 'PO', '{day}', {upto} DIV 5), (1, 'ORD', '{day}', {upto} DIV 10),
        (1, 'JE', '2025-01-02', {upto} DIV 5), (1, 'JE', '2025-01-03', {upto} DIV 10)
    ON DUPLICATE KEY UPDATE last_no = VALUES(last_no)""",
    # one entry for all of an invoice is not what the procedures post: such invoices are older than the books
    """UPDATE settings SET value = {id} + {upto} WHERE name LIKE 'books\\_opened\\_after.%'""",
)


def load(connection: Connection, start: int, upto: int, first_id: int) -> None:
    """Add the crowd's invoices ``start`` to ``upto`` (multiples of ten) with all that belongs to them.

    Their ids are ``first_id`` + start and so on: above those that are there; procedures go on behind them.
    """
    execute(connection, "SET SESSION unique_checks = 0, foreign_key_checks = 0")
    execute(connection, "START TRANSACTION")
    for statement in _STATEMENTS:
        ranges = {
            name: _range(start // size, upto // size)
            for name, size in (("ones", 1), ("fives", 5), ("tens", 10))
        }
        execute(connection, statement.format(id=first_id, day=DAY, upto=upto, **ranges))
    connection.commit()
    execute(connection, "SET SESSION unique_checks = 1, foreign_key_checks = 1")


def _range(start: int, upto: int) -> str:
    """A SELECT of the numbers n from ``start`` to before ``upto``; the lock buckets are 4,096 numbers."""
    return (
        "SELECT b.bucket * 16 + d.bucket AS n FROM lock_buckets AS b CROSS JOIN lock_buckets AS d"
        f" WHERE d.bucket < 16 AND b.bucket BETWEEN {start // 16} AND {upto // 16}"
        f" AND b.bucket * 16 + d.bucket >= {start} AND b.bucket * 16 + d.bucket < {upto}"
    )
