"""One program: calls made to the database and to the book alike, and compared at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import wire
from pyclient.deploy import zones
from pyclient.deploy.session import execute, fetch
from tests.model import invoice_currencies
from tests.model.amendments import amend_invoice
from tests.model.answers import difference, without_ids
from tests.model.book import Answer, Book, Branch, Company, Refused, Request, find
from tests.model.debit_notes import (
    apply_debit_note,
    cancel_debit_note,
    save_debit_note,
    set_exchange_rate,
    set_user_branches,
    set_user_permissions,
)
from tests.model.drafts import delete_draft, save_draft
from tests.model.offers import save_coupon, save_offer
from tests.model.orders import cancel_order, complete_order, save_order
from tests.model.prices import save_group, save_price_list
from tests.model.promises import add_payment, mark_invoice_paid, set_payment_status
from tests.model.purchases import PurchasesBook
from tests.model.state import state_difference
from tests.model.terms import save_tax, set_setting
from tests.model.tills import (
    cash_move,
    close_shift,
    daily_closing,
    open_shift,
    outside_shifts,
    pos_sale,
    save_till,
)
from tests.shop import Shop, call_text

# A function body with which a program sets the clock of its own session.
SETTABLE_CLOCK = """CREATE FUNCTION _now() RETURNS DATETIME
NOT DETERMINISTIC NO SQL
RETURN COALESCE(@daftar_now, UTC_TIMESTAMP())"""

# Two days before Egypt's clocks go forward.
FIRST_MOMENT = datetime(2025, 4, 23, 9, tzinfo=UTC)
COMPANIES = (("EGP", 2, "Africa/Cairo"), ("KWD", 3, "Asia/Kuwait"))
_STATE_EVERY = 30
_QUOTE_EVERY = 6
# What a quote does not look at.
_OF_DRAFTS = ("UNKNOWN_DRAFT", "DRAFT_CONSUMED", "FORBIDDEN_BRANCH")
_LISTS = ("items", "exchange_items", "payments", "invoices", "taxes", "units", "prices")

PROCEDURES: dict[str, Callable[[PurchasesBook, Request], Answer]] = {
    "sp_save_invoice": Book.save_invoice,
    "sp_save_order": save_order,
    "sp_complete_order": complete_order,
    "sp_cancel_order": cancel_order,
    "sp_save_till": save_till,
    "sp_open_shift": open_shift,
    "sp_cash_move": cash_move,
    "sp_close_shift": close_shift,
    "sp_daily_closing": daily_closing,
    "sp_pos_sale": pos_sale,
    "sp_add_payment": add_payment,
    "sp_set_payment_status": set_payment_status,
    "sp_mark_invoice_paid": mark_invoice_paid,
    "sp_wallet_move": Book.wallet_move,
    "sp_return_items": Book.return_items,
    "sp_amend_invoice": amend_invoice,
    "sp_adjust_stock": outside_shifts(Book.adjust_stock),
    "sp_cancel_invoice": Book.cancel_invoice,
    "sp_revert_invoice": Book.revert_invoice,
    "sp_void_payment": Book.void_payment,
    "sp_save_work_order": Book.save_work_order,
    "sp_receive_batch": outside_shifts(PurchasesBook.receive_batch),
    "sp_save_supplier": PurchasesBook.save_supplier,
    "sp_post_purchase": PurchasesBook.post_purchase,
    "sp_return_purchase": PurchasesBook.return_purchase,
    "sp_reverse_purchase": PurchasesBook.reverse_purchase,
    "sp_pay_supplier": PurchasesBook.pay_supplier,
    "sp_void_supplier_payment": PurchasesBook.void_supplier_payment,
    "sp_save_customer": Book.save_customer,
    "sp_save_product": Book.save_product,
    "sp_save_branch": Book.save_branch,
    "sp_save_tax": save_tax,
    "sp_set_setting": set_setting,
    "sp_save_price_list": save_price_list,
    "sp_save_customer_group": save_group,
    "sp_save_offer": save_offer,
    "sp_save_coupon": save_coupon,
    "sp_save_draft": save_draft,
    "sp_delete_draft": delete_draft,
    "sp_save_debit_note": outside_shifts(save_debit_note),
    "sp_apply_debit_note": apply_debit_note,
    "sp_cancel_debit_note": outside_shifts(cancel_debit_note),
    "sp_set_exchange_rate": set_exchange_rate,
    "sp_set_user_branches": set_user_branches,
    "sp_set_user_permissions": set_user_permissions,
}


def prepare(shop: Shop, companies: Sequence[tuple[str, int, str]] = COMPANIES) -> int:
    """Make the database ready for tills: a settable clock, the companies' zones; gives a user's id."""
    execute(shop.connection, "DROP FUNCTION _now")
    execute(shop.connection, SETTABLE_CLOCK)
    for _, _, zone in companies:
        zones.fill(shop.connection, zone)
    return hire(shop.connection, "till")


def hire(connection: MySQLConnectionAbstract, name: str) -> int:
    """A cashier's id, who may also let customers owe more."""
    execute(connection, "INSERT INTO users (username, role) VALUES (%s, 'admin')", (name,))
    return int(fetch(connection, "SELECT LAST_INSERT_ID()")[0][0])


class MismatchError(AssertionError):
    """Database and book differ; the text holds the program so far."""


@dataclass(frozen=True)
class Spelling:
    """How a request is written: all of these mean the same."""

    texts: bool = True
    """Numbers as texts ("1.50") or as JSON numbers (1.50)."""
    packed: bool = False
    """Lists of rows as texts that hold the array, as the shop's page sends them."""
    reversed: bool = False
    """Members in the opposite order, with white space between them."""


PLAIN = Spelling()


@dataclass(frozen=True)
class Kept:
    """A call with a request_id that succeeded."""

    procedure: str
    request: Request
    spelling: Spelling
    answer: str


@dataclass
class Till:
    """``connection``'s database must be as :func:`prepare` leaves it; ``name`` (1-6 letters) is new in it."""

    connection: MySQLConnectionAbstract
    name: str
    user_id: int
    calls: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    compares_state: bool = True
    companies: Sequence[tuple[str, int, str]] = COMPANIES
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Of a company, by its currency, where they are not those of a new one."""
    clerk_id: int = field(init=False)
    """Somebody who has no shift, and may be limited to branches."""

    def __post_init__(self) -> None:
        self.book = PurchasesBook(self.user_id, FIRST_MOMENT)
        self.clerk_id = hire(self.connection, f"{self.name} clerk")
        self.book.limits[self.clerk_id] = []
        for currency, minor_units, zone in self.companies:
            self._open_company(currency, minor_units, zone)
        self.wait(0)

    def wait(self, minutes: int) -> None:
        """Let the next call begin that much later, or earlier."""
        self.book.now += timedelta(minutes=minutes)
        execute(self.connection, f"SET @daftar_now = '{self.book.now:%Y-%m-%d %H:%M:%S}'")

    def call(
        self, procedure: str, request: Request, *, key: str | None = None, spelling: Spelling = PLAIN
    ) -> dict[str, wire.JsonValue] | None:
        """Call the procedure; its answer, or None where it was rightly refused."""
        sent = {**request, "created_by": request.get("created_by", self.user_id)}
        expected: Answer | Refused
        try:
            with self.book.called_by(sent["created_by"], procedure):
                expected = PROCEDURES[procedure](self.book, sent)
        except Refused as refused:
            expected = refused
        quote = None
        if procedure == "sp_save_invoice" and len(self.calls) % _QUOTE_EVERY == 0:
            quote = self._send("sp_quote_invoice", spelled(sent, spelling))
        text = spelled({**sent, "request_id": key} if key else sent, spelling)
        found = self._send(procedure, text)
        if quote:
            self._compare_quote(quote, found, of_draft=bool(sent.get("draft_id")))
        answer: dict[str, wire.JsonValue] | None = None
        if isinstance(expected, Refused):
            if found.token not in expected.tokens:
                self.fail(f"expected {expected}, found {found.text}")
            if expected.tokens == {"FORBIDDEN_BRANCH"}:
                self.outcomes.append("refused for the branch ok")
            if expected.tokens == {"PERMISSION_DENIED"}:
                self.outcomes.append("refused for a permission ok")
            if expected.tokens == {"TAX_MISMATCH"}:
                self.outcomes.append("refused for its tax ok")
            met = invoice_currencies.refusals(self.book, procedure, sent, found.text)
            self.outcomes += [f"{feature} ok" for feature in met]
        elif found.token is not None:
            self.fail(f"expected an answer, found {found.text}")
        else:
            parsed = wire.parse(found.text)
            assert isinstance(parsed, dict)
            answer = parsed
            if problem := difference(expected, answer):
                self.fail(problem)
            self.outcomes += [f"{feature} ok" for feature in self._features(procedure, sent, answer)]
            if key:
                self.kept.append(Kept(procedure, {**sent, "request_id": key}, spelling, found.text))
        if self.compares_state and len(self.calls) % _STATE_EVERY == 0:
            self.compare_state()
        return answer

    def repeat(self, kept: Kept, *, packed: bool, backwards: bool) -> None:
        """Send a call again, in another spelling: the same answer, byte for byte, and nothing new."""
        spelling = Spelling(kept.spelling.texts, packed, backwards)
        found = self._send(kept.procedure, spelled(kept.request, spelling))
        if found.text != kept.answer:
            self.fail(f"expected the first answer {kept.answer}, found {found.text}")

    def reuse(self, kept: Kept, procedure: str, request: Request) -> None:
        """Send another request under a key that is taken."""
        sent = {**request, "created_by": self.user_id, "request_id": kept.request["request_id"]}
        found = self._send(procedure, spelled(sent, PLAIN))
        if found.token != "REQUEST_ID_REUSED":
            self.fail(f"expected REQUEST_ID_REUSED, found {found.text}")

    def appoint(self, role: str, account: str) -> None:
        """Let the account of this code play a role from now on, as an accountant may."""
        execute(
            self.connection,
            "UPDATE account_roles SET account_id = (SELECT id FROM accounts WHERE code = %s) WHERE role = %s",
            (account, role),
        )
        self.book.accounts[role] = account
        self.calls.append(f"account {account} plays {role}")

    def price_by(self, company: Company, settings: Mapping[str, object]) -> None:
        """Let the company price its documents so from now on, by columns of its row."""
        for name, value in settings.items():
            execute(self.connection, f"UPDATE companies SET {name} = %s WHERE id = %s", (value, company.id))
            setattr(company, name, value)

    def text(self, request: Request) -> str:
        """A request as JSON, for calls that the book does not make."""
        return spelled(request, PLAIN)

    def compare_state(self, abroad: bool = False) -> None:
        if problem := state_difference(self.connection, self.book, abroad):
            self.fail(problem)

    def fail(self, problem: str) -> None:
        program = "\n".join(f"{number:3} {call}" for number, call in enumerate(self.calls, 1))
        raise MismatchError(f"{problem}\nThe program:\n{program}")

    def _features(self, procedure: str, sent: Request, answer: Mapping[str, object]) -> Iterator[str]:
        """What a call did beside its work: each must be met often enough."""
        if procedure in ("sp_save_invoice", "sp_pos_sale"):
            if sent.get("draft_id"):
                yield "draft sold"
            for gift in self.book.invoices[-1].gifts:
                yield f"{'offer' if gift.offer else 'coupon'} {gift.gives}"
        elif procedure == "sp_post_purchase" and self.book.purchases[-1].tax:
            yield "bill taxed"
            if sent.get("tax_total") not in (None, self.book.billed({**sent, "tax_total": None}, set()).tax):
                yield "bill rounded otherwise"
        elif procedure == "sp_return_purchase" and self.book.purchase_returns[-1].tax:
            yield "tax sent back"
        elif procedure == "sp_reverse_purchase" and any(
            bill.id == sent["bill_id"] and bill.tax for bill in self.book.purchases
        ):
            yield "bill taxed and reversed"
        elif procedure == "sp_set_payment_status":
            yield f"{'promise' if sent.get('pending_payment_id') else 'payment'} {sent['status']}"
        yield from self._less_than_nothing(procedure, sent)
        yield from invoice_currencies.features(self.book, procedure, sent, answer)
        if procedure in ("sp_void_payment", "sp_set_payment_status"):
            if any(p.id == sent.get("payment_id") for note in self.book.notes for p in note.payments):
                yield "note owes again"
        elif note := find(self.book.notes, sent.get("debit_note_id")):
            if note.status == "partially_applied":
                yield "note paid in part"
            elif note.status == "applied" and any(p.amount != p.settled for p in note.payments):
                yield "note settled at another rate"
        elif procedure == "sp_add_payment" and '"debit_note_id"' in wire.encode(answer):
            yield "note paid with invoices"

    def _less_than_nothing(self, procedure: str, sent: Request) -> Iterator[str]:
        """Of what more was given back than paid, since a payment came to nothing."""
        if procedure in ("sp_void_payment", "sp_set_payment_status"):
            if any(
                p.id == sent.get("payment_id") and i.paid < 0 for i in self.book.invoices for p in i.payments
            ):
                yield "bounced with what was given back"
        elif procedure == "sp_void_supplier_payment":
            if any(
                p.id == sent["payment_id"] and b.paid < 0 for b in self.book.purchases for p in b.payments
            ):
                yield "bill's payment void with what came back"
        elif (invoice := find(self.book.invoices, sent.get("invoice_id"))) and invoice.paid < 0:
            yield f"{procedure} of what was paid less than nothing"

    def _compare_quote(self, quote: _Found, sold: _Found, of_draft: bool) -> None:
        """The sale right after it is what was quoted, or is refused for one of the quote's problems, or
        because its user may only ask."""
        quoted = {} if quote.token else wire.parse(quote.text)
        assert isinstance(quoted, dict)
        problems = quoted.pop("problems", None)
        if not isinstance(problems, list):
            self.fail(f"a quote is refused: {quote.text}")
            return
        tokens = {problem["token"] for problem in problems if isinstance(problem, dict)}
        if sold.token is None:
            self.outcomes.append("quote kept ok")
            if "in_currency" in quoted:
                self.outcomes.append("abroad: quote kept ok")
            if tokens or without_ids(quoted) != without_ids(wire.parse(sold.text)):
                self.fail(f"quoted {quote.text}, sold {sold.text}")
        elif sold.token not in tokens | {"PERMISSION_DENIED"} | (set(_OF_DRAFTS) if of_draft else set()):
            self.fail(f"quoted {quote.text}, refused {sold.text}")

    def _send(self, procedure: str, text: str) -> _Found:
        line = f"CALL {procedure}('{text}')"
        self.calls.append(f"[{self.book.now:%d %H:%M}] {line}")
        try:
            found = _Found(call_text(self.connection, procedure, text), None)
        except mysql.connector.Error as error:
            token = str(error.msg).partition(":")[0] if error.sqlstate == "45000" else f"{error.errno}"
            found = _Found(str(error.msg), token)
        self.calls[-1] += " -> " + (found.token or "ok")
        self.outcomes.append(f"{procedure} {found.token or 'ok'}")
        return found

    def _open_company(self, currency: str, minor_units: int, zone: str) -> None:
        code = f"{self.name}{currency}"
        company = Company(minor_units, ZoneInfo(zone), code, currency)
        execute(
            self.connection,
            "INSERT INTO companies (code, name, currency, time_zone) VALUES (%s, %s, %s, %s)",
            (code, code, currency, zone),
        )
        company.id = int(fetch(self.connection, "SELECT LAST_INSERT_ID()")[0][0])
        self.price_by(company, self.settings.get(currency, {}))
        self.book.companies.append(company)
        company.main = Branch(company, "MAIN", "الرئيسي", is_main=True)
        self._open_branch(company.main)
        self._open_branch(Branch(company, "K2", "الثاني"))

    def _open_branch(self, branch: Branch) -> None:
        company = branch.company.id
        execute(
            self.connection,
            "INSERT INTO branches (company_id, code, name, main_of) VALUES (%s, %s, %s, %s)",
            (company, branch.code, branch.name, company if branch.is_main else None),
        )
        branch.id = int(fetch(self.connection, "SELECT LAST_INSERT_ID()")[0][0])
        execute(
            self.connection,
            "INSERT INTO number_series (branch_id, kind, code, day, last_no)"
            " SELECT %s, k.kind, %s, '1000-01-01', 0 FROM _series_kinds AS k",
            (branch.id, "" if branch.is_main else f"{branch.code}-"),
        )
        self.book.branches.append(branch)


@dataclass(frozen=True)
class _Found:
    text: str
    token: str | None


def spelled(request: Request, spelling: Spelling) -> str:
    """The request as JSON."""
    members = {}
    for name, value in request.items():
        text = _json(value, spelling.texts)
        if spelling.packed and name in _LISTS and isinstance(value, list):
            text = json.dumps(text, ensure_ascii=False)
        members[name] = text
    names = list(members)
    if spelling.reversed:
        return "{ " + " ,\n".join(f'"{name}" : {members[name]}' for name in reversed(names)) + " }"
    return "{" + ",".join(f'"{name}":{members[name]}' for name in names) + "}"


def _json(value: object, texts: bool) -> str:
    if isinstance(value, Decimal):
        return f'"{value:f}"' if texts else f"{value:f}"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, Mapping):
        return "{" + ",".join(f'"{name}":{_json(member, texts)}' for name, member in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(_json(each, texts) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
