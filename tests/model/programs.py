"""Programs of random calls for :class:`tests.model.till.Till`."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from typing import ClassVar, TypeAlias, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from pyclient.deploy import verify
from tests.model.amendments import STEPS, amended_items
from tests.model.book import (
    ACCOUNTS,
    ZERO,
    Coded,
    Company,
    Customer,
    Request,
    Row,
    Units,
    WorkOrder,
    find,
    minor,
    to_minor,
)
from tests.model.till import Spelling, Till, hire
from tests.shop import Shop

# Of what chance draws: the same number draws the same.
SEED = int(os.environ.get("DAFTAR_MODEL_SEED") or random.randrange(10**9))
# The database is emptied after so many programs: checks read whole tables.
_PROGRAMS_PER_STATE = 10
_NOBODY = 2_000_000_000
_METHODS = ("cash", "cash", "wallet", "card", "bank_transfer", "check")
_QTYS = tuple(map(Decimal, ("1", "2", "3", "10", "0.5", "0.3333", "1.25", "7.7777", "0.0001", "12.5")))
_PRICES = tuple(
    map(Decimal, ("10", "9.99", "31.5", "3.333333", "0", "0.000001", "0.005", "19.995", "100", "7"))
)

# What a line may say beside its price; most say nothing. Drawn as one: what is drawn in a program is limited.
_PRICINGS: tuple[Request, ...] = tuple(
    {**members, **kind}
    for kind in ({}, {"price_type": "retail", "row_id": "r7"})
    for members in (
        *({},) * 12,
        *({"discount_percent": Decimal(15)}, {"discount_percent": Decimal("33.3333")}),
        *({"discount_percent": 100}, {"discount_amount": Decimal("1.5")}, {"discount_amount": Decimal(90)}),
        *({"unit": 0}, {"unit": 1}, {"unit": 0, "discount_percent": Decimal("2.5"), "tax_rate": Decimal(14)}),
        {"unit": 1, "tax_rate": Decimal("7.25"), "price_includes_tax": True},
        *({"tax_rate": 0}, {"tax_rate": Decimal(14)}, {"tax_rate": Decimal(14), "price_includes_tax": True}),
        *({"price_includes_tax": True}, {"price_includes_tax": False}),
    )
)
# The clerk opens no shift.
_OF_THE_CASHIER = ("sp_open_shift", "sp_close_shift", "sp_cash_move", "sp_pos_sale")
# How the companies of a program price their documents at first.
_SETTINGS: Mapping[str, Request] = {
    "EGP": {"smallest_coin": Decimal("0.25")},
    "KWD": {"prices_include_tax": True, "tax_rounding": "line"},
}

R = TypeVar("R")


@dataclass(frozen=True)
class How:
    """What any call may have: a key, a spelling, the time since the call before it, and who makes it."""

    keyed: bool
    spelling: Spelling
    minutes: int
    clerk: bool
    """Not the cashier, but who may be limited to branches."""


@dataclass(frozen=True)
class Line:
    """``part``: the n-th part of what is in stock (0: ``qty`` whatever there is)."""

    product: int
    part: int
    qty: Decimal
    price: Decimal | None
    pricing: Request
    """Members that price it; ``unit`` is the place of one among its product's."""


@dataclass(frozen=True)
class Purse:
    """Money for a debt: so many thirds of it in rows of these weights and methods."""

    thirds: int
    rows: tuple[tuple[int, str], ...]
    mixed: bool
    overpayment: str | None


@dataclass(frozen=True)
class Sale:
    """Indices pick among the rows that there are; ``work_order`` and ``branch`` None: none is named."""

    customer: int
    lines: tuple[Line, ...]
    purse: Purse
    status: str | None
    discount: tuple[str, Decimal] | None
    due_in: int | None
    work_order: int | None
    branch: int | None
    chance: int
    """Of what is rare, for what is drawn in a program is limited."""

    @property
    def stray(self) -> bool:
        """Whether product, work order and branch may be anybody's."""
        return self.chance % 12 == 11

    @property
    def cash_rounding(self) -> bool | None:
        return (None, None, None, True, False)[self.chance % 5]

    @property
    def applies_offers(self) -> bool | None:
        return (*(None,) * 9, True, False)[self.chance % 11]

    @property
    def sells_draft(self) -> bool:
        return self.chance % 5 in (0, 2)

    @property
    def names_coupon(self) -> bool:
        return self.chance % 13 in (1, 3, 5, 7, 9)

    @property
    def overrides(self) -> bool:
        """Whether an admin lets the customer owe more than the limit."""
        return self.chance % 7 < 4


_HOW = st.builds(
    How,
    keyed=st.booleans(),
    spelling=st.builds(Spelling, texts=st.booleans(), packed=st.booleans(), reversed=st.booleans()),
    minutes=st.sampled_from((0, 0, 0, 0, 0, 1, 600, 1440, -1440)),
    clerk=st.sampled_from((False,) * 7 + (True,)),
)
_AT = st.integers(0, 255)
_LINES = st.lists(
    st.builds(
        Line,
        product=_AT,
        part=st.sampled_from((20, 9, 7, 20, 3, 9, 1, 0)),
        qty=st.sampled_from(_QTYS),
        price=st.none() | st.sampled_from(_PRICES),
        pricing=st.sampled_from(_PRICINGS),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
_PURSES = st.builds(
    Purse,
    thirds=st.sampled_from((0, 0, 1, 2, 3, 3, 4)),
    rows=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(_METHODS)), min_size=1, max_size=3).map(tuple),
    mixed=st.sampled_from((False, False, False, True)),
    overpayment=st.sampled_from((None, "wallet", "change", "reject")),
)
_FULL_PURSES = _PURSES.filter(lambda purse: purse.thirds > 0)
_SALES = st.builds(
    Sale,
    customer=_AT,
    lines=_LINES,
    purse=_PURSES,
    status=st.sampled_from((None,) * 6 + ("paid", "partial", "pending")),
    discount=st.none()
    | st.tuples(st.just("percent"), st.sampled_from((Decimal(10), Decimal("33.3333"), Decimal(100), ZERO)))
    | st.tuples(st.just("amount"), st.sampled_from((Decimal(5), Decimal("0.37"), Decimal(900)))),
    due_in=st.sampled_from((None, None, None, 0, 3, 7, 7, -3)),
    work_order=st.none() | _AT,
    branch=st.none() | _AT,
    chance=st.integers(0, 60059),
)
_ON_CREDIT = Sale(
    customer=0,
    lines=(Line(product=0, part=3, qty=Decimal(1), price=Decimal("30.25"), pricing={}),),
    purse=Purse(thirds=0, rows=((1, "cash"),), mixed=False, overpayment=None),
    status="pending",
    discount=None,
    due_in=None,
    work_order=None,
    branch=None,
    chance=0,
)
_IN_FULL = Purse(thirds=3, rows=((1, "cash"), (2, "card")), mixed=False, overpayment=None)
# One spoilt member: what it becomes.
_Fault: TypeAlias = tuple[str, object] | None


def _faults(*faults: _Fault) -> st.SearchStrategy[_Fault]:
    """Mostly none."""
    common: tuple[_Fault, ...] = (("created_by", 0), ("created_by", _NOBODY))
    all_faults = (*faults, *common)
    return st.sampled_from((None,) * (5 * len(all_faults)) + all_faults)


_SALE_FAULTS = _faults(
    *(("customer_id", 0), ("customer_id", _NOBODY), ("items", []), ("status", "delivered")),
    *(("discount_type", "half"), ("discount_value", Decimal(-1)), ("discount_value", "ten")),
    *(
        ("overpayment", "keep"),
        ("work_order_id", _NOBODY),
        ("branch_id", _NOBODY),
        ("invoice_group", "group12"),
    ),
    *(
        ("items.qty", 0),
        ("items.qty", Decimal("-1")),
        ("items.qty", Decimal("1.00005")),
        ("items.qty", "12abc"),
    ),
    *(("items.selling_price", "free"), ("items.selling_price", Decimal("1.00000005"))),
    *(("items.discount_percent", Decimal(101)), ("items.discount_percent", "half")),
    *(("items.discount_amount", Decimal(-1)), ("items.discount_amount", Decimal("0.0005"))),
    *(("items.tax_rate", Decimal(-1)), ("items.tax_rate", Decimal("100.0001")), ("items.uom", "فدان")),
    *(("items.price_includes_tax", "perhaps"), ("cash_rounding", "perhaps"), ("coupon_code", "NONE")),
    ("draft_id", _NOBODY),
    *(("credit_override_by", _NOBODY), ("credit_override_by", None)),
    *(("items.price_type", "half"), ("items.product_id", 0), ("items.product_id", _NOBODY)),
    *(("payments.amount", Decimal(-1)), ("payments.amount", Decimal("0.0005")), ("payments.method", "gold")),
)
_PAYMENT_FAULTS = _faults(
    *(("customer_id", _NOBODY), ("invoice_id", _NOBODY), ("work_order_id", _NOBODY), ("branch_id", _NOBODY)),
    *(("overpayment", "keep"), ("payments.amount", Decimal(-1)), ("payments.amount", "much")),
    *(("payments.amount", Decimal("0.0005")), ("payments.method", "gold"), ("payments", [])),
)


@dataclass(frozen=True)
class MasterChange:
    """``members`` None: a new row of the noun; else what becomes of one that there is."""

    noun: str
    members: Request | None
    fault: _Fault


def _master(noun: str, changes: Sequence[Request], *faults: _Fault) -> st.SearchStrategy[MasterChange]:
    members = st.none() | st.sampled_from(changes)
    return st.builds(MasterChange, noun=st.just(noun), members=members, fault=_faults(*faults))


_SETTING_CHANGES: tuple[Request, ...] = (
    *({"name": "prices_include_tax", "value": True}, {"name": "prices_include_tax", "value": False}),
    *({"name": "tax_rounding", "value": "line"}, {"name": "tax_rounding", "value": "document"}),
    *({"name": "smallest_coin", "value": None}, {"name": "smallest_coin", "value": Decimal("0.05")}),
    {"name": "smallest_coin", "value": Decimal("0.5")},
)
_SETTING_FAULTS: tuple[tuple[str, object], ...] = (
    *(("name", "tax"), ("value", "half"), ("value", Decimal("0.0005")), ("company_id", _NOBODY)),
)
_MASTER_CHANGES = st.one_of(
    _master(
        "customer",
        (
            *({"active": True}, {"active": False}, {"name": "بشرى"}, {"address": None, "notes": "ن"}),
            *({"tracks_balance": False}, {"tracks_balance": True}),
            *({"credit_limit": Decimal(90)}, {"credit_limit": None}, {"credit_limit": 0}),
            *({"group_id": "some"}, {"price_list_id": "some"}, {"group_id": None, "price_list_id": None}),
        ),
        *(("name", ""), ("mobile", "012345678901"), ("city", None), ("company_id", _NOBODY)),
        *(("customer_id", _NOBODY), ("credit_limit", Decimal(-1)), ("credit_limit", Decimal("0.0005"))),
        *(("group_id", _NOBODY), ("price_list_id", _NOBODY)),
    ),
    _master(
        "product",
        (
            *({"active": True}, {"active": False}, {"keeps_stock": False}, {"product_code": "p-0"}),
            *({"barcodes": ["6220001", "6220002"]}, {"barcodes": []}),
            {"selling_price": Decimal("15.55"), "retail_price": Decimal(18)},
            *({"taxes": ["VAT"]}, {"taxes": ["LUX", "VAT"]}, {"taxes": None}, {"units": []}),
            {"units": [{"unit": "زوج", "factor": 2, "retail_price": Decimal("21.5")}]},
        ),
        *(("taxes", ["VAT", "VAT"]), ("taxes", ["NONE"]), ("units", [{"unit": "قطعة", "factor": 2}])),
        *(("product_code", None), ("selling_price", Decimal(-1)), ("reorder_level", "many"), ("unit", "")),
        *(("company_id", _NOBODY), ("product_id", _NOBODY)),
    ),
    # more often, by strategies of their own, for one_of asks the same one once: of the others there is one in
    # each program from its beginning, or another rule makes them
    *(
        _master("branch", ({"code": "B7"}, {"name": "فرع آخر"}), ("name", ""), ("branch_id", _NOBODY))
        for _ in range(4)
    ),
    *(_master("setting", _SETTING_CHANGES, *_SETTING_FAULTS) for _ in range(4)),
    _master(
        "tax",
        (
            {"rate": Decimal(14)},
            {"rate": Decimal("2.5")},
            {"active": False},
            {"active": True},
            {"name": "ض"},
        ),
        *(("rate", Decimal(101)), ("code", ""), ("name", None), ("tax_id", _NOBODY), ("company_id", _NOBODY)),
    ),
    _master(
        "work_order",
        (
            *({"status": "completed"}, {"status": "cancelled"}, {"status": "pending"}, {"notes": None}),
            {"customer_id": "another"},
        ),
        *(("title", ""), ("status", "half"), ("customer_id", _NOBODY), ("work_order_id", _NOBODY)),
    ),
)


def spoilt(request: Request, fault: _Fault) -> Request:
    """``request`` with one member changed; ``items.qty`` is a member of the last of the items."""
    if fault is None:
        return request
    member, value = fault
    outer, _, inner = member.partition(".")
    if not inner:
        return {**request, member: value}
    rows = request.get(outer)
    if not isinstance(rows, list) or not rows:
        return request
    return {**request, outer: [*rows[:-1], {**rows[-1], inner: value}]}


def payment_rows(debt: Decimal, purse: Purse, units: Units) -> list[dict[str, object]]:
    """The purse's money for ``debt``, split by the rows' weights."""
    money = (debt * purse.thirds / 3).quantize(minor(units), ROUND_DOWN)
    if purse.thirds > 3:
        money += minor(units)
    weights = sum(weight for weight, _ in purse.rows)
    rows: list[dict[str, object]] = []
    so_far, given = 0, ZERO
    for weight, method in purse.rows:
        so_far += weight
        amount = to_minor(money * so_far / weights, units) - given
        given += amount
        rows.append({"amount": amount, "method": method})
    if purse.thirds == 0:
        return []
    return [{"method": "mixed", "amount": money, "parts": rows}] if purse.mixed else rows


class Programs(RuleBasedStateMachine):
    """Each program has two companies of its own, so that nothing need be emptied between programs."""

    shop: ClassVar[Shop]
    lengths: ClassVar[list[int]]
    """How many rules each program ran that came to its end."""
    outcomes: ClassVar[Counter[str]]
    """How often each procedure did its work or was rightly refused: 'procedure ok', 'procedure TOKEN'."""
    started: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        if Programs.started % _PROGRAMS_PER_STATE == 0:
            self.shop.restore()
        Programs.started += 1
        self.steps = 0
        self.failed_key: str | None = None
        self.broken = True
        # a cashier has one open shift
        self.user_id = hire(self.shop.connection, f"P{Programs.started}")
        self.till = Till(self.shop.connection, f"P{Programs.started}", self.user_id, settings=_SETTINGS)
        for company in self.till.book.companies:
            for number in range(2 if company.minor_units == 2 else 1):
                self.till.call("sp_save_tax", _tax(company, number))
            self.till.call("sp_save_customer", _customer(company, 0))
            self.till.call("sp_save_product", _product(company, 0, Decimal(12), keeps_stock=True))
            product = self.till.book.products[-1]
            batch = {"product_id": product.id, "qty": Decimal(20), "unit_cost": Decimal("3.333333")}
            self.till.call("sp_receive_batch", batch)
        self.broken = False

    def teardown(self) -> None:
        # the roles are everybody's: the next program finds them as it expects them
        for role, account in ACCOUNTS.items():
            if self.till.book.accounts[role] != account:
                self.till.appoint(role, account)
        if self.broken:
            return
        self.till.compare_state()
        if found := [check for check in verify.run(self.till.connection) if not check.ok]:
            self.till.fail(f"db/checks finds {found}")
        self.lengths.append(self.steps)
        self.outcomes.update(self.till.outcomes)

    # -- master data: one rule, so that most calls of a program are about money

    @rule(
        how=_HOW,
        change=_MASTER_CHANGES,
        at=_AT,
        number=_AT,
        role=st.sampled_from((None,) * len(ACCOUNTS) + tuple(ACCOUNTS)),
    )
    def keep_master_data(
        self, how: How, change: MasterChange, at: int, number: int, role: str | None
    ) -> None:
        """``role``: one that another account plays from now on."""
        book = self.till.book
        if role:
            self.till.appoint(role, _pick(tuple(ACCOUNTS.values()), number))
        nouns: dict[str, tuple[str, str, Sequence[Row]]] = {
            "customer": ("sp_save_customer", "customer_id", book.customers),
            "product": ("sp_save_product", "product_id", book.products),
            "branch": ("sp_save_branch", "branch_id", book.branches),
            "work_order": ("sp_save_work_order", "work_order_id", book.work_orders),
            "tax": ("sp_save_tax", "tax_id", book.taxes),
            "setting": ("sp_set_setting", "company_id", book.companies),
        }
        procedure, member, rows = nouns[change.noun]
        if change.noun == "branch" and number % 4:
            # a code that stands in numbers is not changed
            rows = [branch for branch in book.branches if not branch.numbers]
        request: Request
        if change.noun == "setting" and change.members is None:
            request = {"company_id": _pick(rows, at).id, "name": "smallest_coin", "value": Decimal("0.25")}
        elif change.members is not None and rows:
            request = {member: _pick(rows, at).id, **change.members}
        elif change.noun == "customer":
            request = _customer(_pick(book.companies, at), number)
        elif change.noun == "tax":
            request = _tax(_pick(book.companies, at), number)
        elif change.noun == "product":
            request = _product(_pick(book.companies, at), number, _pick(_PRICES, number), number % 5 > 0)
        elif change.noun == "branch":
            code = _pick((f"X{number}", "GZ", f"X{number}", "MAIN", f"X{number}", "gz"), number)
            request = {"company_id": _pick(book.companies, at).id, "code": code, "name": "فرع"}
        else:
            status = _pick(("cancelled", "in_progress"), number)
            request = {"customer_id": _pick(book.customers, at).id, "title": "تشطيب", "status": status}
        if request.get("customer_id") == "another":
            request = {**request, "customer_id": _pick(book.customers, number).id}
        request = self._with_some(request, number, group_id=book.groups, price_list_id=book.price_lists)
        self._call(procedure, spoilt(request, change.fault), how)

    # -- stock

    @rule(
        how=_HOW,
        at=_AT,
        qty=st.sampled_from((Decimal(50), *_QTYS)),
        unit_cost=st.sampled_from(_PRICES),
        days_ago=st.sampled_from((None, None, 0, 1, 2, 30, -1)),
        fault=_faults(
            *(
                ("qty", 0),
                ("qty", "some"),
                ("qty", Decimal("0.00005")),
                ("unit_cost", Decimal(-1)),
                ("unit_cost", None),
            ),
            *(("product_id", 0), ("product_id", _NOBODY)),
        ),
    )
    def receive(
        self, how: How, at: int, qty: Decimal, unit_cost: Decimal, days_ago: int | None, fault: _Fault
    ) -> None:
        product = _pick(self.till.book.products, at)
        request: dict[str, object] = {"product_id": product.id, "qty": qty, "unit_cost": unit_cost}
        if days_ago is not None:
            request["received_at"] = self.till.book.today(product.company) - timedelta(days=days_ago)
        self._call("sp_receive_batch", spoilt(request, fault), how)

    # -- sales: three rules, because hypothesis picks each rule as often as any other

    @rule(how=_HOW, sale=_SALES)
    def sell(self, how: How, sale: Sale) -> None:
        self._call("sp_save_invoice", self._sale(sale), how)

    @rule(how=_HOW, sale=_SALES)
    def sell_again(self, how: How, sale: Sale) -> None:
        self._call("sp_save_invoice", self._sale(sale), how)

    @rule(how=_HOW, sale=_SALES, fault=_SALE_FAULTS)
    def sell_perhaps(self, how: How, sale: Sale, fault: _Fault) -> None:
        self._call("sp_save_invoice", spoilt(self._sale(sale), fault), how)

    @rule(how=_HOW, sale=_SALES, at=_AT)
    def sell_for_closed_work_order(self, how: How, sale: Sale, at: int) -> None:
        """Refused. Work orders that are given up are rare: where there is none, one becomes so."""
        book = self.till.book
        closed = [o for o in book.work_orders if o.status == "cancelled" and o.customer.active]
        if closed:
            self._call("sp_save_invoice", self._sale(sale, work_order=_pick(closed, at)), how)
        else:
            request = {"customer_id": _pick(book.customers, at).id, "title": "تشطيب", "status": "cancelled"}
            self._call("sp_save_work_order", request, how)

    # -- payments and wallet

    @rule(how=_HOW, at=_AT, purse=_FULL_PURSES, branch=st.none() | _AT, fault=_PAYMENT_FAULTS)
    def pay_invoice(self, how: How, at: int, purse: Purse, branch: int | None, fault: _Fault) -> None:
        unpaid = [i for i in self.till.book.invoices if i.remaining and i.is_in_base]
        if not unpaid:
            self._owe(at, how)
            return
        invoice = _pick(unpaid if at < 240 else self.till.book.invoices, at)
        company = invoice.customer.company
        target = {"invoice_id": invoice.id, **self._branch(company, branch)}
        self._pay(target, invoice.remaining, purse, company, how, fault)

    @rule(
        how=_HOW,
        at=_AT,
        picks=st.lists(st.tuples(_AT, st.sampled_from((None, None, 2, 3, 0))), min_size=1, max_size=4),
        purse=_FULL_PURSES,
        fault=_PAYMENT_FAULTS,
    )
    def pay_list(
        self, how: How, at: int, picks: list[tuple[int, int | None]], purse: Purse, fault: _Fault
    ) -> None:
        """Parts of the amounts: None all that is open, 0 more than that."""
        customer = _pick(self.till.book.customers, at)
        own = [i for i in self.till.book.invoices if i.customer is customer and i.is_in_base]
        unpaid = [invoice for invoice in own if invoice.remaining]
        if not unpaid:
            self._owe(at, how)
            return
        lines: list[dict[str, object]] = []
        debt = ZERO
        for number, (pick, part) in enumerate(picks[: len(unpaid) + (at > 250)]):
            invoice = _pick(unpaid, pick + number if at > 240 else picks[0][0] + number)
            amount = invoice.remaining
            lines.append({"invoice_id": invoice.id})
            if part is not None:
                amount = to_minor(amount / part if part else amount + 1, customer.company)
                lines[-1]["amount"] = amount
            debt += amount
        self._pay({"invoices": lines}, debt, purse, customer.company, how, fault)

    @rule(how=_HOW, at=_AT, purse=_FULL_PURSES, fault=_PAYMENT_FAULTS)
    def pay_work_order(self, how: How, at: int, purse: Purse, fault: _Fault) -> None:
        book = self.till.book
        if not book.work_orders:
            request = {"customer_id": _pick(book.customers, at).id, "title": "سباكة"}
            self._call("sp_save_work_order", request, how)
            return
        order = _pick(book.work_orders, at)
        own = [i.remaining for i in book.invoices if i.work_order is order and i.is_in_base]
        debt = sum(own, ZERO)
        if not debt and order.status != "cancelled":
            self._owe(book.customers.index(order.customer), how, order)
            return
        self._pay({"work_order_id": order.id}, debt, purse, order.customer.company, how, fault)

    @rule(how=_HOW, at=_AT, purse=_FULL_PURSES, fault=_PAYMENT_FAULTS)
    def pay_customer(self, how: How, at: int, purse: Purse, fault: _Fault) -> None:
        book = self.till.book
        owing = [customer for customer in book.customers if customer.balance]
        customer = _pick(owing if owing and at % 2 else book.customers, at)
        if not customer.balance and at < 220:
            self._owe(at, how)
            return
        own = [each.remaining for each in book.documents() if each.customer is customer and each.is_in_base]
        self._pay({"customer_id": customer.id}, sum(own, ZERO), purse, customer.company, how, fault)

    @rule(
        how=_HOW,
        at=_AT,
        kind=st.sampled_from(("deposit", "deposit", "refund", "withdraw")),
        amount=st.sampled_from(tuple(map(Decimal, ("100", "12.5", "0.01", "500", "33.33")))),
        method=st.sampled_from((None, "cash", "card", "check", "bank_transfer")),
        fault=_faults(
            *(("amount", 0), ("amount", Decimal("0.00005")), ("type", "gift"), ("method", "wallet")),
            *(("customer_id", _NOBODY), ("customer_id", None)),
        ),
    )
    def move_wallet(
        self, how: How, at: int, kind: str, amount: Decimal, method: str | None, fault: _Fault
    ) -> None:
        customer = _pick(self.till.book.customers, at)
        if kind == "withdraw" and amount == 500:
            amount = customer.wallet + minor(customer.company) if how.keyed else customer.wallet or amount
        request = {"customer_id": customer.id, "type": kind, "amount": amount, "method": method}
        self._call("sp_wallet_move", spoilt(request, fault), how)

    # -- undoing

    @rule(
        how=_HOW,
        at=_AT,
        what=st.sampled_from(("cancel", "revert", "void", "void")),
        refund=st.sampled_from((None, "wallet", "original", "cash", "none")),
        branch=st.none() | _AT,
        fault=_faults(
            ("invoice_id", _NOBODY), ("payment_id", _NOBODY), ("branch_id", _NOBODY), ("refund", "gold")
        ),
    )
    def undo(
        self, how: How, at: int, what: str, refund: str | None, branch: int | None, fault: _Fault
    ) -> None:
        invoices = self.till.book.invoices
        live = [i for i in invoices if not i.closed and (what != "cancel" or not i.paid)]
        if what == "void":
            live = [i for i in live if i.payments]
            if at % 2:  # a check bounces after a part of it was given back
                live = [i for i in live if any(p.applied > i.paid for p in i.payments)] or live
        elif at % 4:
            charged = [note.invoice for note in self.till.book.notes if not note.cancelled_on]
            live = [invoice for invoice in live if invoice not in charged]
        if not live:
            self._owe(at, how)
            return
        invoice = _pick(live if at < 230 else invoices, at)
        request: dict[str, object] = {"invoice_id": invoice.id, "reason": "سبب"}
        if what == "void":
            payments = invoice.payments or [p for i in live for p in i.payments]
            request = {"payment_id": _pick(payments, at).id}
            refund = refund if refund in {"wallet", "none"} else None
        if what != "cancel" and (what == "void" or refund != "none"):
            request["refund"] = refund
        request.update(self._branch(invoice.customer.company, branch))
        procedures = {"cancel": "sp_cancel_invoice", "revert": "sp_revert_invoice", "void": "sp_void_payment"}
        self._call(procedures[what], spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        share=st.sampled_from(("all", "all", "one", "half", "too much", "each")),
        refund=st.sampled_from((None, "reduce", "wallet", "original", "original", "cash")),
        branch=st.none() | _AT,
        new=st.none() | _LINES,
        purse=_PURSES,
        fault=_faults(
            *(("invoice_id", _NOBODY), ("branch_id", _NOBODY), ("refund", "gold"), ("items", [])),
            *(
                ("items", [{"item_id": _NOBODY, "qty": 1}]),
                ("exchange_items.qty", 0),
                ("overpayment", "keep"),
            ),
            *(("exchange_items.product_id", _NOBODY), ("exchange_items.selling_price", "free")),
            *(("payments.amount", Decimal(-1)), ("payments.method", "gold"), ("exchange_items", None)),
        ),
    )
    def give_back(
        self,
        how: How,
        at: int,
        share: str,
        refund: str | None,
        branch: int | None,
        new: tuple[Line, ...] | None,
        purse: Purse,
        fault: _Fault,
    ) -> None:
        invoices = self.till.book.invoices
        live = [i for i in invoices if not i.closed and any(each.qty > each.returned for each in i.items)]
        if not live:
            self._owe(at, how)
            return
        invoice = _pick(live if at < 240 else invoices, at)
        left = [(item, item.qty - item.returned) for item in invoice.items]
        open_items = [(item, qty) for item, qty in left if qty] or left
        item, qty = _pick(open_items, at)
        parts = {
            "one": [(item, min(qty, Decimal(1)) or Decimal(1))],
            "half": [(item, (qty / 2).quantize(Decimal("0.0001")) or qty)],
            "too much": [(item, qty + Decimal("0.0001"))],
            "each": [(each, min(rest, Decimal(1))) for each, rest in open_items],
        }
        request: dict[str, object] = {"invoice_id": invoice.id, "refund": refund, "reason": "مرتجع"}
        if share == "all":
            request["all"] = True
        else:
            request["items"] = [{"item_id": each.id, "qty": part} for each, part in parts[share]]
        request.update(self._branch(invoice.customer.company, branch))
        if how.minutes:
            request["credit_override_by"] = self.user_id
        if new:
            request["exchange_items"] = [self._line(invoice.customer, line, stray=False) for line in new]
            request["overpayment"] = purse.overpayment
            if not invoice.closed:
                exchange = self.till.book.plan_return(request, set()).exchange
                assert exchange
                debt = exchange.invoice.total - exchange.from_return
                purse = self._purse(invoice.customer, purse, at)
                request["payments"] = payment_rows(debt, purse, invoice.customer.company)
        self._call("sp_return_items", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=4),
        line=st.none() | _LINES.map(lambda lines: lines[0]),
        discount=st.none() | _SALES.map(lambda sale: sale.discount),
        refund=st.sampled_from((None, "wallet", "original", "cash")),
        branch=st.none() | _AT,
        fault=_faults(
            *(("invoice_id", _NOBODY), ("branch_id", _NOBODY), ("refund", "reduce"), ("items", [])),
            *(("items", [{"item_id": _NOBODY, "qty": 1}]), ("items.qty", 0), ("items.selling_price", "free")),
            *(("discount_type", "half"), ("discount_value", Decimal(-1)), ("items.product_id", _NOBODY)),
        ),
    )
    def amend(
        self,
        how: How,
        at: int,
        steps: list[str],
        line: Line | None,
        discount: tuple[str, Decimal] | None,
        refund: str | None,
        branch: int | None,
        fault: _Fault,
    ) -> None:
        live = [i for i in self.till.book.invoices if not i.closed and i.is_in_base]
        if not live:
            self._owe(at, how)
            return
        invoice = _pick(live if at < 240 else self.till.book.invoices, at)
        items = amended_items(invoice, steps)
        if line is not None or not items:
            items.append(self._line(invoice.customer, line or _ON_CREDIT.lines[0], stray=False))
        request: dict[str, object] = {"invoice_id": invoice.id, "items": items, "refund": refund}
        if how.minutes:
            request["credit_override_by"] = self.user_id
        if discount:
            request["discount_type"], request["discount_value"] = discount
        request.update(self._branch(invoice.customer.company, branch))
        self._call("sp_amend_invoice", spoilt(request, fault), how)

    @rule(
        how=_HOW,
        at=_AT,
        counted=st.booleans(),
        qty=st.sampled_from([Decimal(text) for text in ("-1", "0", "2.5", "-0.3333", "1", "-4", "100")]),
        unit_cost=st.none() | st.sampled_from([Decimal(text) for text in ("0", "3.333333", "12.5")]),
        fault=_faults(("items", []), ("reason", None), ("branch_id", _NOBODY)),
    )
    def adjust(
        self, how: How, at: int, counted: bool, qty: Decimal, unit_cost: Decimal | None, fault: _Fault
    ) -> None:
        products = [p for p in self.till.book.products if p.keeps_stock] or self.till.book.products
        product = _pick(products, at)
        item: dict[str, object] = {"product_id": product.id, "unit_cost": unit_cost}
        if counted:
            item["counted_qty"] = sum((batch.remaining for batch in product.batches), Decimal(0)) + qty
        else:
            item["qty_delta"] = qty
        request: dict[str, object] = {"items": [item], "reason": "جرد"}
        self._call("sp_adjust_stock", spoilt(request, fault), how)

    # -- the same key again

    @rule(at=_AT, what=st.sampled_from(("repeat", "change", "call another")), spelling=_HOW)
    def use_a_key_again(self, at: int, what: str, spelling: How) -> None:
        self.steps += 1
        self.broken = True
        if not self.till.kept:
            request: Request = _customer(self.till.book.companies[0], 0)
            self.till.call("sp_save_customer", request, key=f"{self.till.name}-0")
        kept = _pick(self.till.kept, at)
        if what == "repeat":
            self.till.repeat(kept, packed=spelling.spelling.packed, backwards=spelling.spelling.reversed)
        elif what == "change":
            self.till.reuse(kept, kept.procedure, {**kept.request, "notes": "another"})
        else:
            request = {"customer_id": self.till.book.customers[0].id, "type": "refund", "amount": 1}
            self.till.reuse(kept, "sp_wallet_move", request)
        self.broken = False

    # -- what the rules share

    def _call(self, procedure: str, request: Request, how: How) -> None:
        self.steps += 1
        self.broken = True
        if how.minutes:
            self.till.wait(how.minutes)
        if how.clerk and procedure not in _OF_THE_CASHIER and "created_by" not in request:
            request = {**request, "created_by": self.till.clerk_id}
        key = None
        if how.keyed:
            # the key of a call that failed is free
            key = self.failed_key or f"{self.till.name}-{self.steps}"
            self.failed_key = None
        if self.till.call(procedure, request, key=key, spelling=how.spelling) is None:
            self.failed_key = key
        self.broken = False

    def _with_some(self, request: Request, number: int, **rows: Sequence[Coded]) -> Request:
        """Where a member is "some": the id of one of its rows, mostly of the request's company."""
        book = self.till.book
        customer = find(book.customers, request.get("customer_id"))
        company = customer.company.id if customer else request.get("company_id")
        for member, of_all in rows.items():
            own = [row for row in of_all if row.company.id == company or number % 20 == 19]
            if request.get(member) == "some":
                request = {**request, member: _pick(own, number).id if own else None}
        return request

    def _owe(self, customer: int, how: How, work_order: WorkOrder | None = None) -> None:
        """A sale on credit, where there is nothing to pay yet."""
        request = self._sale(replace(_ON_CREDIT, customer=customer))
        request["customer_id"] = _pick(self.till.book.customers, customer).id
        if work_order:
            request["work_order_id"] = work_order.id
        self._call("sp_save_invoice", request, how)

    def _pay(
        self,
        target: Mapping[str, object],
        debt: Decimal,
        purse: Purse,
        company: Company,
        how: How,
        fault: _Fault,
    ) -> None:
        rows = payment_rows(max(debt, ZERO), purse, company)
        request: dict[str, object] = {**target, "overpayment": purse.overpayment, "payments": rows}
        if len(rows) == 1 and how.minutes:
            request = {**target, "overpayment": purse.overpayment, **rows[0]}
        self._call("sp_add_payment", spoilt(request, fault), how)

    def _branch(self, company: Company, branch: int | None, stray: bool = False) -> dict[str, object]:
        """The member that names the branch; none where ``branch`` is None."""
        branches = [each for each in self.till.book.branches if stray or each.company is company]
        return {} if branch is None else {"branch_id": _pick(branches, branch).id}

    def _sale(
        self, sale: Sale, seller: Company | None = None, work_order: WorkOrder | None = None
    ) -> dict[str, object]:
        """``seller``: the company that sells; ``work_order``: what it is sold for; where they are not any."""
        book = self.till.book
        customers = [c for c in book.customers if c.company is seller or seller is None]
        buyers = [c for c in customers if c.active or sale.stray]
        customer = work_order.customer if work_order else _pick(buyers or customers, sale.customer)
        company = customer.company
        request: dict[str, object] = {
            "customer_id": customer.id,
            "items": [self._line(customer, line, sale.stray) for line in sale.lines],
            "overpayment": sale.purse.overpayment,
            "cash_rounding": sale.cash_rounding,
            "credit_override_by": self.user_id if sale.overrides else None,
        }
        if sale.discount:
            request["discount_type"], request["discount_value"] = sale.discount
        if sale.due_in is not None:
            request["due_date"] = book.today(company) + timedelta(days=sale.due_in)
        orders = [order for order in book.work_orders if sale.stray or order.customer is customer]
        if work_order:
            request["work_order_id"] = work_order.id
        elif sale.work_order is not None and orders:
            request["work_order_id"] = _pick(orders, sale.work_order).id
        request.update(self._branch(company, sale.branch, sale.stray))
        if sale.applies_offers is not None:
            request["apply_offers"] = sale.applies_offers
        coupons = [coupon for coupon in book.coupons if coupon.company is company or sale.stray]
        if coupons and sale.names_coupon:
            code = _pick(coupons, sale.chance).code
            request["coupon_code"] = code if sale.chance % 2 else code.lower()
        drafts = [draft for draft in book.drafts if draft.company in (None, company) or sale.stray]
        if drafts and sale.sells_draft:
            waiting = [draft for draft in drafts if not draft.invoice and sale.overrides]
            request["draft_id"] = _pick(waiting or drafts, sale.chance).id
        total = book.planned(request, customer, company.main, None, set()).total
        purse = self._purse(customer, sale.purse, sale.chance)
        request["payments"] = payment_rows(total, purse, company)
        request["status"] = sale.status or ("pending", "partial", "partial", "paid", "paid")[purse.thirds]
        return request

    def _purse(self, customer: Customer, purse: Purse, chance: int) -> Purse:
        """Who has no account mostly pays all of it, and not from a wallet."""
        return purse if customer.has_account or chance % 6 == 5 else _IN_FULL

    def _line(self, customer: Customer, line: Line, stray: bool) -> dict[str, object]:
        products = [p for p in self.till.book.products if stray or p.company is customer.company]
        sellable = [p for p in products if p.active and (p.queue() or not p.keeps_stock)]
        product = _pick(sellable if sellable and line.part else products, line.product)
        stock = sum((batch.remaining for batch in product.batches), ZERO)
        qty = (stock / line.part).quantize(Decimal("0.0001"), ROUND_DOWN) if line.part else ZERO
        pricing = dict(line.pricing)
        if "unit" in pricing:
            unit = _pick([None, *product.units], 1 + int(str(pricing.pop("unit"))))
            if unit:
                qty = (qty / product.units[unit].factor).quantize(Decimal("0.01"), ROUND_DOWN)
                pricing["uom"] = unit
        request: dict[str, object] = {"product_id": product.id, "qty": qty or line.qty, **pricing}
        if line.price is not None:
            request["selling_price"] = line.price
        return request


def _customer(company: Company, number: int) -> dict[str, object]:
    return {
        "company_id": company.id,
        "name": f"عميل {number}",
        "mobile": f"010{number:08}",
        "city": "القاهرة",
        "notes": "" if number % 2 else "ملاحظة",
        "credit_limit": None if (number + company.minor_units) % 3 else Decimal(150),
        "group_id": "some" if number % 2 else None,
    }


def _product(company: Company, number: int, price: Decimal, keeps_stock: bool) -> dict[str, object]:
    return {
        "company_id": company.id,
        "product_code": f"P-{number}",
        "name": f"صنف {number}",
        "unit": "قطعة",
        "selling_price": price,
        "retail_price": price * 2,
        "keeps_stock": keeps_stock,
        "barcodes": [f"62200{number % 4}"] if number % 3 == 0 else [],
        "taxes": _pick((["VAT"], [], ["VAT", "LUX"]), number + company.minor_units),
        "units": _UNITS if number % 2 == 0 else [],
    }


_TAXES = (("VAT", "القيمة المضافة", "14"), ("LUX", "جدول", "8"), ("T", "أخرى", "0.5"))
_UNITS: list[object] = [
    {"unit": "كرتونة", "factor": 12, "selling_price": Decimal(110)},
    {"unit": "نصف", "factor": Decimal("0.5")},
]


def _tax(company: Company, number: int) -> dict[str, object]:
    code, name, rate = _pick(_TAXES, number)
    return {"company_id": company.id, "code": code, "name": name, "rate": Decimal(rate)}


def _pick(rows: Sequence[R], at: int) -> R:
    return rows[at % len(rows)]
