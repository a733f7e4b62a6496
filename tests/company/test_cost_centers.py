"""Cost centres: documents name one, or have that of their branch; their journal entries follow them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient import books
from pyclient.deploy.session import execute
from tests.till import Till, column, line, money, number, part

SHOP, WORKSHOP, CLOSED, ABROAD = 1, 2, 3, 4
GZ = 2


@pytest.fixture
def centers(till: Till) -> Till:
    """A branch whose documents are the workshop's; an inactive centre, and one of another company."""
    for code in ("SHOP", "WORKSHOP", "CLOSED"):
        till.call("sp_save_cost_center", {"code": code, "name": "م"})
    till.call("sp_save_cost_center", {"cost_center_id": CLOSED, "active": False})
    execute(
        till.connection,
        "INSERT INTO companies (id, code, name, currency, time_zone) VALUES (2, 'B', 'b', 'EGP', 'UTC')",
    )
    till.call("sp_save_cost_center", {"code": "SHOP", "name": "م", "company_id": 2})
    till.call("sp_save_branch", {"code": "G", "name": "الجيزة", "cost_center_id": WORKSHOP})
    return till


def entries(till: Till) -> list[tuple[str, int | None]]:
    """The entries since the last look, each with its cost centre."""
    rows = till.rows(
        "SELECT entry_type, cost_center_id FROM journal_entries WHERE id > COALESCE(@seen, 0) ORDER BY id"
    )
    till.rows("SELECT MAX(id) INTO @seen FROM journal_entries")
    return [(str(kind), center) for kind, center in rows]


def test_a_document_names_one_or_has_its_branchs(centers: Till) -> None:
    till = centers
    customer, product = till.customer(), till.product((50, 1))
    entries(till)
    kinds = ("invoice", "invoice_cogs", "payment")
    for members, center in (
        ({}, None),
        ({"cost_center_id": SHOP}, SHOP),
        ({"branch_id": GZ}, WORKSHOP),
        ({"branch_id": GZ, "cost_center_id": str(SHOP)}, SHOP),
        ({"branch_id": GZ, "cost_center_id": None}, WORKSHOP),
        ({"branch_id": GZ, "cost_center_id": 0}, WORKSHOP),
    ):
        sale = till.sell(customer, line(product), status="paid", **members)
        assert till.call("sp_get_invoice", number(sale["invoice_id"]))["cost_center_id"] == center
        assert entries(till) == [(kind, center) for kind in kinds]
    till.call("sp_save_cost_center", {"cost_center_id": WORKSHOP, "active": False})
    till.sell(customer, line(product), branch_id=GZ)
    assert {center for _, center in entries(till)} == {None}


def test_what_settles_and_undoes_a_document_has_its_cost_center(centers: Till) -> None:
    till = centers
    customer, product = till.customer(), till.product((50, 1))
    named = {"cost_center_id": SHOP}
    sale = till.sell(customer, line(product, 4, 10), **named)
    note = till.call(
        "sp_save_debit_note",
        {
            "customer_id": customer,
            "source_invoice_id": sale["invoice_id"],
            "reference_type": "penalty",
            "items": [{"description": "ش", "quantity": 1, "unit_price": 5}],
            **named,
        },
    )["debit_note_id"]
    till.pay(invoice_id=sale["invoice_id"], amount=6)
    till.call("sp_apply_debit_note", {"debit_note_id": note, **money(2)})
    till.call("sp_void_payment", {"payment_id": 2})
    till.call("sp_cancel_debit_note", {"debit_note_id": note})
    item = column(sale, "items", "item_id")[0]
    till.call("sp_amend_invoice", {"invoice_id": sale["invoice_id"], "items": [{"item_id": item, "qty": 3}]})
    exchange = {"exchange_items": [line(product, 1, 30)]}
    back = till.call(
        "sp_return_items",
        {"invoice_id": sale["invoice_id"], "items": [{"item_id": item, "qty": 1}], **exchange},
    )
    till.call("sp_revert_invoice", {"invoice_id": sale["invoice_id"], "refund": "cash"})
    new = part(back, "exchange")["invoice_id"]
    assert till.call("sp_get_invoice", number(new))["cost_center_id"] == SHOP
    supplier = till.supplier()
    bill = till.buy(supplier, (product, 3, 9), payments=[money(7)], **named)
    till.call("sp_reverse_purchase", {"bill_id": bill["bill_id"], "refund": "original"})
    old = till.call("sp_save_supplier_opening", {"supplier_id": supplier, "amount": 5, **named})
    till.call("sp_reverse_purchase", {"bill_id": old["bill_id"]})
    till.call(
        "sp_adjust_stock", {"items": [{"product_id": product, "qty_delta": -1}], "reason": "ج", **named}
    )
    rows = [row for row in entries(till) if row[0] != "wallet"]
    assert rows[0] == ("purchase", None)  # the goods that were there before
    assert {center for _, center in rows[1:]} == {SHOP}
    assert len(rows) > 15
    # the branch's default is another one by now: what is undone keeps its own
    deposit = till.call(
        "sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": 5, "branch_id": GZ}
    )
    assert deposit["ok"]
    assert entries(till) == [("wallet", WORKSHOP)]
    paid = till.call(
        "sp_pay_supplier", {"supplier_id": supplier, **money(3), "overpayment": "advance", "branch_id": GZ}
    )
    till.call("sp_save_branch", {"branch_id": GZ, "cost_center_id": SHOP})
    voided = {"payment_id": column(paid, "payments", "payment_id")[0], "branch_id": GZ}
    till.call("sp_void_supplier_payment", voided)
    assert entries(till) == [("supplier_payment", WORKSHOP), ("payment_reversal", WORKSHOP)]


def test_an_order_gives_its_cost_center_to_its_invoices(centers: Till) -> None:
    till = centers
    customer, product = till.customer(), till.product((50, 1))
    entries(till)
    order = {"customer_id": customer, "items": [line(product, 4)], "cost_center_id": SHOP, "branch_id": GZ}
    order_id = till.call("sp_save_order", order)["order_id"]
    part_of = {"order_id": order_id, "items": [{"order_item_id": 1, "qty": 1}]}
    till.call("sp_complete_order", part_of)
    assert {center for _, center in entries(till)} == {SHOP}
    till.call("sp_complete_order", {**part_of, "cost_center_id": WORKSHOP})
    assert {center for _, center in entries(till)} == {WORKSHOP}
    till.call("sp_save_till", {"code": "T1", "name": "n", "branch_id": GZ})
    till.call("sp_open_shift", {"till_id": 1, "opening_cash": 0})
    sold = till.call("sp_pos_sale", {"customer_id": customer, "items": [line(product)], "branch_id": GZ})
    assert till.rows("SELECT cost_center_id FROM orders WHERE id = %s", part(sold, "order")["id"]) == [
        (WORKSHOP,)
    ]
    till.call("sp_cash_move", {"type": "out", "amount": 1, "reason": "ع", "purpose": "expense"})
    till.call("sp_close_shift", {"counted": {"cash": 0}})
    assert {center for _, center in entries(till)} == {WORKSHOP}


def test_answers_show_it(centers: Till) -> None:
    till = centers
    customer, product = till.customer(), till.product((50, 1))
    named = {"cost_center_id": SHOP}
    order = {"customer_id": customer, "items": [line(product, 2)]}
    asked = till.call("sp_save_order", {**order, **named})
    plain = till.call("sp_save_order", order)
    sale = till.sell(customer, line(product))["invoice_id"]
    charge = {
        "customer_id": customer,
        "source_invoice_id": sale,
        "reference_type": "penalty",
        "items": [{"description": "ش", "quantity": 1, "unit_price": 5}],
    }
    note = till.call("sp_save_debit_note", {**charge, **named})
    free = till.call("sp_save_debit_note", charge)
    applied = till.call("sp_apply_debit_note", {"debit_note_id": note["debit_note_id"], **money(2)})
    cancelled = till.call("sp_cancel_debit_note", {"debit_note_id": free["debit_note_id"]})
    bill = till.buy(till.supplier(), (product, 1, 1), **named)["bill_id"]
    received = till.call("sp_receive_batch", {"product_id": product, "qty": 1, "unit_cost": 1, **named})
    bare = till.call("sp_receive_batch", {"product_id": product, "qty": 1, "unit_cost": 1})
    for answer in (
        asked, till.call("sp_get_order", number(asked["order_id"])), note, applied,
        till.call("sp_get_debit_note", number(note["debit_note_id"])),
        till.call("sp_get_purchase", number(bill)), till.call("sp_get_purchase", number(received["bill_id"])),
    ):  # fmt: skip
        assert answer["cost_center_id"] == SHOP
    for answer in (plain, free, cancelled, till.call("sp_get_purchase", number(bare["bill_id"]))):
        assert answer["cost_center_id"] is None
    orders = till.call("sp_list_orders", {})
    assert column(orders, "orders", "cost_center_id") == [None, SHOP]
    notes = till.call("sp_list_debit_notes", {})
    assert column(notes, "debit_notes", "cost_center_id") == [None, SHOP]
    shown = till.rows("SELECT cost_center_id FROM report_debit_notes ORDER BY debit_note_id")
    assert shown == [(SHOP,), (None,)]
    shown = till.rows("SELECT cost_center_id FROM report_purchases ORDER BY bill_id")
    assert shown == [(None,), (SHOP,), (SHOP,), (None,)]


@pytest.mark.parametrize("center", [CLOSED, ABROAD, 99])
def test_one_that_is_foreign_or_inactive_is_refused(centers: Till, center: int) -> None:
    till = centers
    customer, product = till.customer(), till.product((50, 1))
    order = till.call("sp_save_order", {"customer_id": customer, "items": [line(product)]})["order_id"]
    sale = till.sell(customer, line(product))["invoice_id"]
    text = f"UNKNOWN_COST_CENTER: there is no active cost center {center} in company 1"
    requests: dict[str, dict[str, object]] = {
        "sp_save_invoice": {"customer_id": customer, "items": [line(product)]},
        "sp_save_order": {"customer_id": customer, "items": [line(product)]},
        "sp_complete_order": {"order_id": order},
        "sp_post_purchase": {"items": [{"product_id": product, "qty": 1, "unit_cost": 1}]},
        "sp_receive_batch": {"product_id": product, "qty": 1, "unit_cost": 1},
        "sp_adjust_stock": {"items": [{"product_id": product, "qty_delta": -1}], "reason": "ج"},
        "sp_post_voucher": {
            "description": "ج",
            "items": [{"account": "5400", "debit": 1}, {"account": "1110", "credit": 1}],
        },
        "sp_save_debit_note": {
            "customer_id": customer,
            "source_invoice_id": sale,
            "reference_type": "penalty",
            "items": [{"description": "ش", "quantity": 1, "unit_price": 5}],
        },
    }
    for procedure, request in requests.items():
        refused = till.refusal(procedure, {**request, "cost_center_id": center})
        assert refused is not None, procedure
        assert refused.text == text, procedure
    quote = till.call("sp_quote_invoice", {**requests["sp_save_invoice"], "cost_center_id": center})
    assert column(quote, "problems", "token") == ["UNKNOWN_COST_CENTER"]
    if center != CLOSED:
        refused = till.refusal("sp_save_branch", {"branch_id": 1, "cost_center_id": center})
        assert refused is not None
        assert refused.text == text


def test_master_data(centers: Till) -> None:
    till = centers
    shop = {"id": SHOP, "company_id": 1, "code": "SHOP", "name": "م", "active": True}
    assert till.call("sp_list_cost_centers", {"cost_center_id": SHOP})["cost_centers"] == [shop]
    assert column(till.call("sp_list_cost_centers", {"active": False}), "cost_centers", "id") == [CLOSED]
    page = till.call("sp_list_cost_centers", {"limit": 1, "after": SHOP})
    assert (column(page, "cost_centers", "id"), page["next_after"]) == ([WORKSHOP], WORKSHOP)
    renamed = till.call("sp_save_cost_center", {"cost_center_id": SHOP, "name": "المحل"})
    assert renamed["cost_center"] == {**shop, "name": "المحل"}
    for request, text in (
        ({"code": "WORKSHOP", "name": "x"}, "VALIDATION: code belongs to another row already: WORKSHOP"),
        ({"code": "X"}, "VALIDATION: name is required"),
        ({"code": "X", "name": "x", "company_id": 9}, "VALIDATION: company_id is not valid: 9"),
        ({"cost_center_id": 9}, "UNKNOWN_COST_CENTER: there is no active cost center 9 in company 1"),
    ):
        refused = till.refusal("sp_save_cost_center", request)
        assert refused is not None
        assert refused.text == text
    branches = part({"x": till.call("sp_get_settings", 1)}, "x")["branches"]
    assert isinstance(branches, list)
    assert [branch["cost_center_id"] for branch in branches if isinstance(branch, dict)] == [None, WORKSHOP]
    cleared = part(till.call("sp_save_branch", {"branch_id": GZ, "cost_center_id": None}), "branch")
    assert cleared["cost_center_id"] is None


def test_results_by_branch_and_cost_center(centers: Till) -> None:
    till = centers
    customer, product = till.customer(), till.product((50, 1))
    till.sell(customer, line(product, 1, 10), cost_center_id=SHOP, status="paid")
    till.sell(customer, line(product, 1, 20), branch_id=GZ)
    till.sell(customer, line(product, 1, 40), branch_id=GZ, cost_center_id=SHOP)

    till.sell(customer, line(product, 1, 80))

    def profit(branch_id: int | None = None, cost_center_id: books.CostCenter | None = None) -> Decimal:
        rows = books.profit_and_loss(till.connection, branch_id=branch_id, cost_center_id=cost_center_id)
        return sum((row.amount for row in rows), Decimal(0))

    assert profit() == 146
    assert profit(branch_id=1) == 88
    assert profit(branch_id=GZ) == 58
    assert profit(cost_center_id=SHOP) == 48
    assert profit(branch_id=GZ, cost_center_id=WORKSHOP) == 19
    assert profit(branch_id=1, cost_center_id=WORKSHOP) == 0
    assert profit(cost_center_id="none") == profit(branch_id=1, cost_center_id="none") == 79
    assert profit(branch_id=GZ, cost_center_id="none") == 0
    of: tuple[tuple[int | None, books.CostCenter | None], ...] = (
        (None, None), (1, None), (GZ, None), (None, SHOP), (GZ, WORKSHOP), (None, "none"),
    )  # fmt: skip
    for branch, center in of:
        rows = books.trial_balance(till.connection, branch_id=branch, cost_center_id=center)
        assert rows
        assert sum(row.closing for row in rows) == 0
        assert sum(row.debit for row in rows) == sum(row.credit for row in rows)
    # each line of the journal, and of the ledger of its account, has those of its entry
    main = till.rows("SELECT code FROM branches WHERE id = 1")[0][0]
    sales = [(main, "SHOP"), ("G", "WORKSHOP"), ("G", "SHOP"), (main, None)]
    lines: list[books.JournalLine | books.LedgerLine] = [*books.journal(till.connection)]
    lines += books.account_ledger(till.connection, "4100")
    for row in lines:
        if row.reference_type == "invoices_out":
            assert (row.branch, row.cost_center) == sales[row.reference_id - 1]


def test_an_order_keeps_its_centre_and_is_billed_without_it_once_that_is_closed(centers: Till) -> None:
    till = centers
    items = [line(till.product(keeps_stock=False), 2, 5)]
    asked = {"customer_id": till.customer(), "items": items}
    order = {**asked, "order_id": till.call("sp_save_order", {**asked, "cost_center_id": SHOP})["order_id"]}
    till.call("sp_save_cost_center", {"cost_center_id": SHOP, "active": False})
    till.call("sp_save_order", order)
    till.call("sp_save_order", {**order, "cost_center_id": SHOP})
    refused = till.refusal("sp_save_order", {**order, "cost_center_id": WORKSHOP})
    assert refused is not None
    assert refused.token == "VALIDATION"
    assert till.rows("SELECT cost_center_id FROM orders") == [(SHOP,)]
    billed = till.call("sp_complete_order", {"order_id": order["order_id"]})
    assert till.call("sp_get_invoice", number(billed["invoice_id"]))["cost_center_id"] is None
