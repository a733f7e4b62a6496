"""The rows of the database against the rows of the book."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pyclient import wire
from pyclient.deploy.session import Connection, fetch
from tests.model import debit_notes, invoice_currencies, orders, promises, purchases, tills
from tests.model.amendments import InvoiceAmendment
from tests.model.book import (
    ZERO,
    Adjustment,
    Allowance,
    Batch,
    Book,
    Invoice,
    InvoiceReturn,
    Item,
    JournalEntry,
    Payment,
    Row,
    WalletMove,
    cost_of,
    minor,
)
from tests.model.drafts import plain
from tests.model.pricing import Tax, row_of
from tests.model.sold import Terms

_DELIVERED = {"paid": "yes", "partial": "partial", "pending": "no"}
_DOCUMENTS: dict[type[Row], str] = {
    Adjustment: "stock_adjustments",
    purchases.Purchase: "purchases",
    purchases.PurchaseReturn: "purchase_returns",
    purchases.SupplierPayment: "supplier_payments",
    debit_notes.DebitNote: "customer_debit_notes",
    Invoice: "invoices_out",
    InvoiceAmendment: "invoice_amendments",
    InvoiceReturn: "invoice_returns",
    Payment: "invoice_payments",
    WalletMove: "wallet_transactions",
    tills.CashMove: "cash_moves",
    tills.Shift: "shifts",
}

# The rows of some companies, whose ids are the values.
_QUERIES = {
    "customers": """
        SELECT id, name, active, COALESCE(balance, 0), COALESCE(wallet, 0), ledger_seq, credit_limit,
            group_id, price_list_id, tracks_balance
        FROM customers
        WHERE company_id IN (%s, %s)""",
    "price_lists": "SELECT id, company_id, code, name, active FROM price_lists WHERE company_id IN (%s, %s)",
    "price_list_prices": """
        SELECT r.price_list_id, r.product_id, NULLIF(r.unit, ''), r.price
        FROM price_list_prices r JOIN price_lists l ON l.id = r.price_list_id
        WHERE l.company_id IN (%s, %s)""",
    "customer_groups": """
        SELECT id, company_id, code, name, price_list_id FROM customer_groups
        WHERE company_id IN (%s, %s)""",
    "invoice_drafts": """
        SELECT id, company_id, branch_id, customer_id, name, request, line_count, revision, invoice_id
        FROM invoice_drafts WHERE company_id IN (%s, %s)""",
    "offers": """
        SELECT id, company_id, code, name, active, needs_coupon, valid_from, valid_to, customer_group_id,
            product_id, min_qty, max_qty, min_amount, max_amount, gives, value, free_product_id, free_qty,
            priority
        FROM offers WHERE company_id IN (%s, %s)""",
    "coupons": """
        SELECT id, company_id, code, name, active, valid_from, valid_to, offer_id, gives, value, min_amount,
            max_uses, max_uses_per_customer, used_count
        FROM coupons WHERE company_id IN (%s, %s)""",
    "coupon_uses": """
        SELECT u.invoice_id, u.coupon_id, u.customer_id, u.given_back
        FROM coupon_uses u JOIN coupons c ON c.id = u.coupon_id WHERE c.company_id IN (%s, %s)""",
    "invoice_offers": """
        SELECT o.invoice_id, o.sale_item_id, o.offer_id, o.coupon_id, o.name, o.gives, o.amount
        FROM invoice_offers o JOIN invoices_out i ON i.id = o.invoice_id WHERE i.company_id IN (%s, %s)""",
    "audit_log": """
        SELECT a.document_id, a.values_before, a.values_after
        FROM audit_log a JOIN invoices_out i ON i.id = a.document_id
        WHERE a.document_table = 'invoices_out' AND a.action = 'credit_override'
            AND i.company_id IN (%s, %s)""",
    "products": """
        SELECT id, product_code, name, selling_price, retail_price, keeps_stock, active FROM products
        WHERE company_id IN (%s, %s)""",
    "companies": """
        SELECT id, prices_include_tax, tax_rounding, smallest_coin FROM companies WHERE id IN (%s, %s)""",
    "taxes": "SELECT id, company_id, code, name, rate, active FROM taxes WHERE company_id IN (%s, %s)",
    "product_taxes": """
        SELECT x.product_id, x.tax_id FROM product_taxes x JOIN products p ON p.id = x.product_id
        WHERE p.company_id IN (%s, %s)""",
    "product_units": """
        SELECT u.product_id, u.unit, u.factor, u.selling_price, u.retail_price
        FROM product_units u JOIN products p ON p.id = u.product_id WHERE p.company_id IN (%s, %s)""",
    "product_barcodes": "SELECT product_id, barcode FROM product_barcodes WHERE company_id IN (%s, %s)",
    "branches": "SELECT id, code, name FROM branches WHERE company_id IN (%s, %s)",
    "batches": """
        SELECT b.id, b.product_id, b.original_qty, b.remaining, b.stock_value, b.status, b.received_at,
            b.purchase_id
        FROM batches b JOIN products p ON p.id = b.product_id WHERE p.company_id IN (%s, %s)""",
    "work_orders": """
        SELECT o.id, o.customer_id, o.title, o.status, o.start_date, COALESCE(o.total_invoice_amount, 0),
            COALESCE(o.total_paid, 0), COALESCE(o.total_remaining, 0)
        FROM work_orders o JOIN customers c ON c.id = o.customer_id WHERE c.company_id IN (%s, %s)""",
    "invoices_out": """
        SELECT id, invoice_no, customer_id, branch_id, work_order_id, delivered, invoice_date, due_date,
            total_before_discount, discount_type, discount_value, discount_amount,
            total_after_discount, total_cost, profit_amount,
            paid_amount, remaining_amount, returned_amount, exchange_return_id, order_id, shift_id,
            tax_rounding, tax_total, added_tax, smallest_coin, rounding_amount, settled_value,
            settled_rounding
        FROM invoices_out WHERE company_id IN (%s, %s)""",
    "invoice_out_items": """
        SELECT t.id, t.invoice_out_id, t.product_id, t.quantity, t.selling_price, t.total_price,
            t.discount_share, t.total_cost, t.row_id, t.price_type,
            t.settled_qty, t.settled_value, t.settled_share,
            t.unit, t.unit_factor, t.unit_qty, t.unit_price, t.list_price, t.discount_percent,
            t.line_discount, t.price_includes_tax, t.tax_amount, t.added_tax
        FROM invoice_out_items t JOIN invoices_out i ON i.id = t.invoice_out_id
        WHERE i.company_id IN (%s, %s)""",
    "invoice_item_taxes": """
        SELECT x.sale_item_id, x.tax_no, x.tax_id, x.rate, x.name, x.base, x.amount, x.settled
        FROM invoice_item_taxes x JOIN invoice_out_items t ON t.id = x.sale_item_id
        JOIN invoices_out i ON i.id = t.invoice_out_id
        WHERE i.company_id IN (%s, %s)""",
    "sale_item_allocations": """
        SELECT a.sale_item_id, a.batch_id, a.qty, a.line_cost, a.amendment_id
        FROM sale_item_allocations a JOIN batches b ON b.id = a.batch_id
        JOIN products p ON p.id = b.product_id
        WHERE p.company_id IN (%s, %s)""",
    "invoice_payments": """
        SELECT id, invoice_id, debit_note_id, branch_id, payment_no, business_date, payment_amount,
            payment_method, tendered, change_given, wallet_before, wallet_after, voids_id, refunds_id
        FROM invoice_payments WHERE company_id IN (%s, %s)""",
    "customer_transactions": """
        SELECT t.customer_id, t.seq, t.transaction_type, t.amount, t.balance_before, t.balance_after,
            t.wallet_before, t.wallet_after, t.invoice_id, t.payment_id, t.return_id, t.debit_note_id,
            t.transaction_date
        FROM customer_transactions t JOIN customers c ON c.id = t.customer_id
        WHERE c.company_id IN (%s, %s)""",
    "wallet_transactions": """
        SELECT w.customer_id, w.seq, w.type, w.amount, w.wallet_before, w.wallet_after
        FROM wallet_transactions w JOIN customers c ON c.id = w.customer_id WHERE c.company_id IN (%s, %s)""",
    "invoice_amendments": """
        SELECT id, invoice_id, branch_id, business_date, total_change, discount_change, tax_change,
            rounding_change, value
        FROM invoice_amendments WHERE company_id IN (%s, %s)""",
    "invoice_amendment_taxes": """
        SELECT x.amendment_id, x.tax_id, x.rate, x.base, x.amount
        FROM invoice_amendment_taxes x JOIN invoice_amendments a ON a.id = x.amendment_id
        WHERE a.company_id IN (%s, %s)""",
    "invoice_returns": """
        SELECT id, invoice_id, return_no, branch_id, business_date, value, tax_amount, rounding_amount
        FROM invoice_returns
        WHERE company_id IN (%s, %s)""",
    "invoice_return_items": """
        SELECT l.return_id, l.sale_item_id, l.qty, l.value, l.cost, l.tax_amount, l.added_tax
        FROM invoice_return_items l JOIN invoice_returns r ON r.id = l.return_id
        WHERE r.company_id IN (%s, %s)""",
    "invoice_return_taxes": """
        SELECT l.return_id, l.sale_item_id, x.tax_no, x.amount
        FROM invoice_return_taxes x JOIN invoice_return_items l ON l.id = x.return_item_id
        JOIN invoice_returns r ON r.id = l.return_id
        WHERE r.company_id IN (%s, %s)""",
    "stock_adjustment_items": """
        SELECT l.adjustment_id, a.branch_id, a.business_date, l.product_id, l.batch_id, l.qty, l.cost
        FROM stock_adjustment_items l JOIN stock_adjustments a ON a.id = l.adjustment_id
        WHERE a.company_id IN (%s, %s)""",
    # not every wallet row's id is in an answer: its customer and seq stand for it
    "journal_entries": """
        SELECT e.company_id, e.entry_no, e.entry_type, e.branch_id, e.entry_date, e.reference_type,
            COALESCE(w.customer_id, e.reference_id), w.seq, r.entry_no, a.entry_no, e.posted, e.shift_id
        FROM journal_entries e LEFT JOIN journal_entries r ON r.id = e.reverses_id
        LEFT JOIN journal_entries a ON a.id = e.adjusts_id
        LEFT JOIN wallet_transactions w
            ON w.id = e.reference_id AND e.reference_type = 'wallet_transactions'
        WHERE e.company_id IN (%s, %s)""",
    "journal_entry_lines": """
        SELECT e.company_id, e.entry_no, l.role, a.code, l.customer_id, l.supplier_id, l.debit, l.credit,
            l.tax_id, l.tax_rate
        FROM journal_entry_lines l JOIN journal_entries e ON e.id = l.journal_entry_id
        JOIN accounts a ON a.id = l.account_id
        WHERE e.company_id IN (%s, %s)""",
    "inventory_transactions": """
        SELECT e.company_id, e.entry_no, m.product_id, m.batch_id, m.transaction_type, m.qty, m.total_cost
        FROM inventory_transactions m JOIN journal_entries e ON e.id = m.journal_entry_id
        WHERE e.company_id IN (%s, %s)""",
}


def state_difference(
    connection: Connection, book: purchases.PurchasesBook, abroad: bool = False
) -> str | None:
    """The first table whose rows are not the book's, with the rows that differ; None when all are.
    ``abroad``: only of what invoices say in another currency, which is soon read."""
    companies = tuple(company.id for company in book.companies)
    queries, tables = dict(invoice_currencies.QUERIES), invoice_currencies.rows(book)
    if not abroad:
        queries |= _QUERIES | purchases.QUERIES | orders.QUERIES | tills.QUERIES | promises.QUERIES
        queries |= debit_notes.QUERIES
        tables |= _rows(book) | purchases.rows(book) | orders.rows(book) | tills.rows(book)
        tables |= promises.rows(book) | debit_notes.rows(book)
    for table, rows in tables.items():
        query = queries[table].replace("IN (%s, %s)", f"IN ({', '.join(['%s'] * len(companies))})")
        read = fetch(connection, query, companies)
        if table == "invoice_drafts":
            read = [(*row[:5], json.dumps(_as_sent(row[5])), *row[6:]) for row in read]
        found = Counter(_plain(row) for row in read)
        expected = Counter(_plain(row) for row in rows)
        if found != expected:
            return f"{table} has {_lines(found - expected)} where the book has {_lines(expected - found)}"
    return None


def _rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """The book's rows, in the columns of _QUERIES; a Row stands for its id."""
    items = [(invoice, item) for invoice in book.invoices for item in invoice.items]
    return {
        "customers": [
            (
                *(c, c.name, c.active, c.balance, c.wallet, len(c.entries), c.credit_limit),
                *(c.group, c.price_list, c.has_account),
            )
            for c in book.customers
        ],
        "price_lists": [(each, each.company, each.code, each.name, each.active) for each in book.price_lists],
        "price_list_prices": [
            (price_list, product, unit, price)
            for price_list in book.price_lists
            for (product, unit), price in price_list.prices.items()
        ],
        "customer_groups": [
            (group, group.company, group.code, group.name, group.price_list) for group in book.groups
        ],
        "invoice_drafts": [
            (
                *(d, d.company, d.branch, d.customer, d.name, json.dumps(d.request)),
                *(d.line_count, d.revision, d.invoice),
            )
            for d in book.drafts
            if d.company
        ],
        "offers": [
            (
                *(o, o.company, o.code, o.name, o.active, o.needs_coupon, o.valid_from, o.valid_to, o.group),
                *(o.product, o.min_qty, o.max_qty, o.min_amount, o.max_amount, o.gives, o.value),
                *(o.free_product, o.free_qty, o.priority),
            )
            for o in book.offers
        ],
        "coupons": [
            (
                *(
                    c,
                    c.company,
                    c.code,
                    c.name,
                    c.active,
                    c.valid_from,
                    c.valid_to,
                    c.offer,
                    c.gives,
                    c.value,
                ),
                *(c.min_amount, c.max_uses, c.max_uses_per_customer, book.uses(c)),
            )
            for c in book.coupons
        ],
        "coupon_uses": [(i, i.coupon, i.customer, not i.keeps_coupon) for i in book.invoices if i.coupon],
        "invoice_offers": [
            (i, gift.item, gift.offer, gift.coupon, gift.name, gift.gives, gift.amount)
            for i in book.invoices
            for gift in i.gifts
        ],
        "audit_log": [_override(each) for each in book.allowances],
        "products": [
            (p, p.product_code, p.name, p.selling_price, p.retail_price, p.keeps_stock, p.active)
            for p in book.products
        ],
        "companies": [(c, c.prices_include_tax, c.tax_rounding, c.smallest_coin) for c in book.companies],
        "taxes": [(t, t.company, t.code, t.name, t.rate, t.active) for t in book.taxes],
        "product_taxes": [(product, tax) for product in book.products for tax in product.taxes],
        "product_units": [
            (product, name, unit.factor, unit.selling_price, unit.retail_price)
            for product in book.products
            for name, unit in product.units.items()
        ],
        "product_barcodes": [(product, barcode) for product in book.products for barcode in product.barcodes],
        "branches": [(branch, branch.code, branch.name) for branch in book.branches],
        "batches": [
            (b, product, b.qty, b.remaining, b.value, _batch_status(b), b.received_at, b.purchase)
            for product in book.products
            for b in product.batches
        ],
        "work_orders": [
            (o, o.customer, o.title, o.status, o.start_date, *book.work_order_sums(o))
            for o in book.work_orders
        ],
        "invoices_out": [
            (
                *(
                    i,
                    i.number,
                    i.customer,
                    i.branch,
                    i.work_order,
                    _DELIVERED.get(i.status, i.status),
                    i.day,
                    i.due_date,
                ),
                *(
                    i.total_before,
                    i.discount_kind,
                    i.discount_sent,
                    i.discount,
                    i.total,
                    i.cost,
                    i.net - i.cost,
                ),
                *(i.paid, i.remaining, i.returned, i.exchanged, i.order, i.shift),
                *(i.rules.per, i.tax, i.added_tax, i.rules.coin, i.rounding, *i.settled),
            )
            for i in book.invoices
        ],
        "invoice_out_items": [
            (
                *(t, i, t.product, t.qty, t.price, t.total, t.share, t.cost, t.row_id, t.kind, *t.settled),
                *_as_sold(t.terms),
                *(t.line_discount, t.terms.line.included, t.tax, t.added_tax),
            )
            for i, t in items
        ],
        "invoice_item_taxes": [
            (t, number, *_tax(tax), tax.name, max(t.net, ZERO), amount, settled)
            for _, t in items
            for number, (tax, amount, settled) in enumerate(_taxes_of(t), 1)
        ],
        "sale_item_allocations": [
            (item, taking.batch, taking.qty, taking.cost, taking.amendment)
            for _, item in items
            for taking in (*item.takings, *item.amended, *item.returns)
        ],
        "invoice_payments": [
            (
                *(p, None if p.note else p.document, p.note, p.branch, p.number, p.day, p.amount, p.method),
                *(p.tendered, p.change, *p.wallet, p.voids, p.refunds),
            )
            for document in book.documents()
            for p in document.payments
        ],
        "customer_transactions": [
            (
                *(c, seq, e.kind, e.amount, *e.balance, *e.wallet, e.invoice, e.payment, e.returned, e.note),
                e.day,
            )
            for c in book.customers
            for seq, e in enumerate(c.entries, 1)
        ],
        "wallet_transactions": [
            (c, move.seq, move.kind, move.amount, move.before, move.after)
            for c in book.customers
            for move in c.wallet_moves
        ],
        "invoice_amendments": [
            (
                *(a, i, a.branch, a.day, a.total_change, a.discount_change, sum(a.taxes.values())),
                *(a.rounding_change, a.value),
            )
            for i in book.invoices
            for a in i.amendments
            if isinstance(a, InvoiceAmendment)
        ],
        "invoice_amendment_taxes": [
            (a, *_tax(tax), a.bases[tax], amount)
            for i in book.invoices
            for a in i.amendments
            if isinstance(a, InvoiceAmendment)
            for tax, amount in a.taxes.items()
            if amount or a.bases[tax]
        ],
        "invoice_returns": [
            (r, i, r.number, r.branch, r.day, r.value, sum(line.tax for line in r.lines), r.rounding)
            for i in book.invoices
            for r in i.returns
        ],
        "invoice_return_items": [
            (r, line.item, line.qty, line.value, cost_of(line.takings), line.tax, line.added_tax)
            for i in book.invoices
            for r in i.returns
            for line in r.lines
        ],
        "invoice_return_taxes": [
            (r, line.item, number, amount)
            for i in book.invoices
            for r in i.returns
            for line in r.lines
            for number, amount in enumerate(line.taxes, 1)
            if amount
        ],
        "stock_adjustment_items": [
            (a, a.branch, a.day, m.batch.product, m.batch, m.qty, m.cost)
            for a in book.adjustments
            for m in a.moved
        ],
        "journal_entries": [
            (
                *(*_name(e), e.kind, e.branch, e.day),
                *(_DOCUMENTS[type(e.document)], *_reference(e.document)),
                *(
                    e.reverses.number if e.reverses else None,
                    e.adjusts.number if e.adjusts else None,
                    1,
                    e.shift,
                ),
            )
            for e in book.journal
        ],
        "journal_entry_lines": [
            (*_name(e), role, account, *_parties(party), max(amount, ZERO), max(-amount, ZERO), *_tax(tax))
            for e in book.journal
            for role, account, party, amount, tax in e.lines
        ],
        "inventory_transactions": [
            (*_name(e), m.batch.product, m.batch, m.kind, m.qty, m.cost)
            for e in book.journal
            for m in e.movements
        ],
    }


def _override(allowance: Allowance) -> tuple[object, ...]:
    unit = minor(allowance.invoice.customer.company)
    before, after, limit = (amount.quantize(unit) for amount in (*allowance.owed, allowance.limit))
    allowed = f'{{"balance":{after},"credit_limit":{limit},"credit_override_by":{allowance.allowed_by}}}'
    return allowance.invoice, f'{{"balance":{before}}}', allowed


def _batch_status(batch: Batch) -> str:
    return "reverted" if batch.reverted else "active" if batch.remaining else "consumed"


def _parties(party: Row | None) -> tuple[Row | None, Row | None]:
    """The customer and the supplier of a journal line."""
    return (None, party) if isinstance(party, purchases.Supplier) else (party, None)


def _as_sold(terms: Terms) -> tuple[object, ...]:
    """Its unit with factor, quantity and price, if it is not the product's own; list price and discount."""
    line = terms.line
    own = (None,) * 4
    in_unit = own if terms.unit is None else (terms.unit, line.factor, line.qty, line.price)
    return *in_unit, terms.list_price, line.percent_off


def _taxes_of(item: Item) -> Iterator[tuple[Tax, Decimal, Decimal]]:
    """Each with its amount and what of it is settled."""
    settled = item.settled_taxes or (ZERO,) * len(item.amounts)
    return zip(item.terms.line.taxes, item.amounts, settled, strict=True)


def _tax(tax: Tax | None) -> tuple[object, object]:
    """Its row, where it has one, and its rate."""
    return (None, None) if tax is None else (row_of(tax), tax.rate)


def _name(entry: JournalEntry) -> tuple[Row, str]:
    return entry.branch.company, entry.number


def _reference(document: Row) -> tuple[Row, int | None]:
    if isinstance(document, WalletMove):
        return document.customer, document.seq
    return document, None


def _as_sent(request: object) -> object:
    """A draft's request, without its spelling; the page sends a list as a text that holds it."""
    members = wire.parse(str(request))
    assert isinstance(members, dict)
    packed = {
        name: wire.parse(value)
        for name, value in members.items()
        if isinstance(value, str) and value.startswith("[")
    }
    return plain({**members, **packed})


def _plain(row: Sequence[object]) -> tuple[object, ...]:
    return tuple(value.id if isinstance(value, Row) else value for value in row)


def _lines(rows: Counter[tuple[object, ...]]) -> list[str]:
    return sorted(f"({', '.join(map(str, row))})" for row in rows.elements())
