"""A shop with a letterhead and a document of each kind, with everything that may stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from pyclient.client import Client
from pyclient.models import ClosingFilter, StatementFilter
from pyclient.print import documents
from pyclient.print.documents import Document
from tests.till import Till, column, line, money, number, part

LETTERHEAD = {
    "company_name": "شركة النور للأدوات الصحية",
    "address": "١٥ شارع التحرير، الدقي، الجيزة",
    "phone": "+20237601234",
    "tax_number": "100-200-300",
}


@dataclass(frozen=True)
class PrintedShop:
    """The shop, a client of it, and the ids of what was posted."""

    till: Till
    client: Client
    customer: int
    deposit: int
    invoice: int
    payment: int
    returned: int
    order: int
    debit_note: int
    note_payment: int
    shift: int

    def documents(self) -> Mapping[str, Document]:
        """One document of each kind."""
        client, invoice = self.client, self.invoice
        return {
            "invoice": documents.invoice(client, invoice),
            "payment": documents.payment(client, self.payment),
            "return": documents.returned_goods(client, invoice, self.returned),
            "order": documents.order(client, self.order),
            "payment of a debit note": documents.payment(client, self.note_payment),
            "debit note": documents.debit_note(client, self.debit_note),
            "statement": documents.statement(
                client, StatementFilter(customer_id=self.customer, from_date=date(2020, 1, 1))
            ),
            "wallet": documents.wallet_move(client, self.deposit),
            "shift": documents.shift(client, self.shift),
            "closing": documents.closing(client, ClosingFilter(day=self.till.today())),
        }


@pytest.fixture
def client(till: Till) -> Iterator[Client]:
    """A client of the till's shop, which has a letterhead."""
    for name, value in LETTERHEAD.items():
        till.call("sp_set_setting", {"name": name, "value": value})
    with Client.from_url(till.shop.url) as connected:
        yield connected


@pytest.fixture
def printed_shop(till: Till, client: Client) -> PrintedShop:
    till.call("sp_save_branch", {"code": "GZ", "name": "فرع الجيزة"})
    till.call("sp_save_tax", {"code": "VAT", "name": "ضريبة القيمة المضافة", "rate": 14})
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1"})
    shift = till.call("sp_open_shift", {"till": "T1", "opening_cash": 200})
    customer = till.customer(name="أحمد عبد الرحمن", address="٣ شارع الجامعة")
    mixer = till.product((20, 310), name="خلاط مطبخ كروم", selling_price=420, taxes=["VAT"])
    pipe = till.product(
        (300, "31.5"),
        name="مواسير 2 بوصة",
        unit="متر",
        selling_price="42.125",
        taxes=["VAT"],
        units=[{"unit": "لفة", "factor": 50}],
    )
    elbow = till.product((100, 4), name="كوع 90 درجة PVC", selling_price="6.25")
    deposit = till.call("sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": 150})
    sold = till.sell(
        customer,
        line(mixer, 3, discount_percent=5),
        line(pipe, 2, uom="لفة"),
        line(elbow, 24),
        discount_type="amount",
        discount_value=100,
        status="partial",
        due_days=30,
        payments=[money(1000), money(150, "wallet"), money("500.50", "card")],
        notes="التسليم خلال أسبوع",
    )
    back = {"items": [{"item_id": column(sold, "items", "item_id")[0], "qty": 1}], "reason": "عيب صناعة"}
    returned = till.call("sp_return_items", {"invoice_id": sold["invoice_id"], "refund": "cash", **back})
    ordered = till.call(
        "sp_save_order",
        {"customer_id": customer, "items": [line(mixer, 5), line(elbow, 10)], "notes": "للتسليم"},
    )
    first = {"items": [{"order_item_id": column(ordered, "items", "order_item_id")[0], "qty": 2}]}
    till.call("sp_complete_order", {"order_id": ordered["order_id"], "payments": [money(500)], **first})
    raised = till.call(
        "sp_save_debit_note",
        {
            "customer_id": customer,
            "source_invoice_id": sold["invoice_id"],
            "reference_type": "additional_fees",
            "reference_no": "AWB-7741",
            "reason": "توصيل عاجل",
            "items": [
                {"description": "شحن سريع", "quantity": "1.5", "unit_price": "100", "tax_rate": 14},
                {"description": "تغليف خشبي", "quantity": 1, "unit_price": "80.5"},
            ],
        },
    )
    paid = {"amount": 51, "method": "card"}
    applied = till.call("sp_apply_debit_note", {"debit_note_id": raised["debit_note_id"], **paid})
    till.call("sp_cash_move", {"type": "out", "amount": 300, "reason": "توريد للخزينة"})
    till.call("sp_close_shift", {"counted": {"cash": "1540"}})
    till.call("sp_daily_closing", {})
    return PrintedShop(
        till=till,
        client=client,
        customer=customer,
        deposit=number(deposit["wallet_transaction_id"]),
        invoice=number(sold["invoice_id"]),
        payment=number(column(sold, "payments", "payment_id")[0]),
        returned=number(returned["return_id"]),
        order=number(ordered["order_id"]),
        debit_note=number(raised["debit_note_id"]),
        note_payment=number(column(part(applied, "payment"), "allocations", "payment_id")[0]),
        shift=number(shift["shift_id"]),
    )
