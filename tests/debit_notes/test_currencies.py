"""Debit notes in another currency: what they are worth, what is realised when they are paid, undoing that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pyclient import wire
from pyclient.deploy.session import execute
from tests.debit_notes.conftest import Account, item
from tests.till import Answer, column, money, number, part, rows_of

SHOWN = ("amount", "exchange_rate", "base_amount", "exchange_difference")
RATES = {"USD": "50", "JPY": "0.3333333333", "KWD": "160.5", "CLF": "2100.25"}


@pytest.fixture
def abroad(account: Account) -> Account:
    """The customer; the rates hold since 2020, the dollar's until 2025."""
    for currency, rate in RATES.items():
        account.till.call(
            "sp_set_exchange_rate", {"currency": currency, "rate": rate, "valid_from": "2020-01-01"}
        )
    account.till.call("sp_set_exchange_rate", {"currency": "USD", "rate": 55, "valid_from": "2025-01-01"})
    return account


def dollars(account: Account, total: object = 100, **members: object) -> int:
    return account.note(total, **{"currency": "USD", "exchange_rate": 50, **members})


def lines(account: Account, document: str, row: object) -> dict[str, Decimal]:
    """What the entries of a document left on each account, debits above 0."""
    return dict(
        account.till.rows(
            "SELECT l.role, SUM(l.debit - l.credit) FROM journal_entries AS e"
            " JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id"
            " WHERE e.reference_type = %s AND e.reference_id = %s"
            " GROUP BY l.role HAVING SUM(l.debit - l.credit) <> 0",
            document,
            row,
        )
    )


def allocation(applied: Answer) -> dict[str, object]:
    return dict(rows_of(part(applied, "payment")["allocations"])[0])


def payment_lines(account: Account, applied: Answer) -> dict[str, Decimal]:
    return lines(account, "invoice_payments", allocation(applied)["payment_id"])


def test_a_hundred_dollars_at_50_paid_at_55_gain_500(abroad: Account) -> None:
    note = dollars(abroad)
    assert abroad.balance() == 1000 + 5000
    assert lines(abroad, "customer_debit_notes", note) == {"receivables": 5000, "additional_charges": -5000}
    paid = abroad.apply(note, 100, exchange_rate=55)
    assert (paid["status"], paid["remaining_amount"], paid["remaining_base"]) == ("applied", 0, 0)
    assert abroad.balance() == 1000
    assert payment_lines(abroad, paid) == {"cash": 5500, "receivables": -5000, "exchange_differences": -500}
    expected = {
        "amount": 100,
        "currency": "USD",
        "exchange_rate": 55,
        "base_amount": 5500,
        "exchange_difference": 500,
    }
    assert allocation(paid).items() >= expected.items()


def test_twenty_of_them_for_900_lose_100_and_80_are_open(abroad: Account) -> None:
    note = dollars(abroad)
    paid = abroad.apply(note, 20, base_amount=900)
    assert (paid["remaining_amount"], paid["remaining_base"]) == (80, 4000)
    assert abroad.balance() == 1000 + 4000
    assert payment_lines(abroad, paid) == {"cash": 900, "receivables": -1000, "exchange_differences": 100}
    assert (allocation(paid)["exchange_rate"], allocation(paid)["exchange_difference"]) == (None, -100)
    rest = abroad.apply(note, 80, exchange_rate="45")
    assert payment_lines(abroad, rest) == {"cash": 3600, "receivables": -4000, "exchange_differences": 400}
    assert abroad.balance() == 1000


def test_the_rate_is_that_of_the_day_where_none_is_given(abroad: Account) -> None:
    old = abroad.raise_note(item(100, tax_rate=0), currency="USD", debit_note_date="2024-12-31")
    new = abroad.raise_note(item(100, tax_rate=0), currency="USD")
    assert [(n["exchange_rate"], n["total_base"]) for n in (old, new)] == [(50, 5000), (55, 5500)]
    paid = abroad.apply(number(old["debit_note_id"]), 10)
    assert payment_lines(abroad, paid) == {"cash": 550, "receivables": -500, "exchange_differences": -50}


def test_at_its_own_rate_nothing_is_realised(abroad: Account) -> None:
    paid = abroad.apply(dollars(abroad), 30, exchange_rate=50)
    assert payment_lines(abroad, paid) == {"cash": 1500, "receivables": -1500}


def test_the_last_part_takes_the_remainder(abroad: Account) -> None:
    """100.00 at 0.333333 are worth 33.33; each third is 33.33 of 100.00, the last one 33.34."""
    note = dollars(abroad, exchange_rate="0.333333")
    worth = [
        payment_lines(abroad, abroad.apply(note, amount, exchange_rate="0.333333"))["receivables"]
        for amount in ("33.33", "33.33", "33.34")
    ]
    assert worth == [Decimal("-11.11"), Decimal("-11.11"), Decimal("-11.11")]
    assert abroad.balance() == 1000
    note = dollars(abroad, "0.10", exchange_rate="0.5")
    for _ in range(10):
        abroad.apply(note, "0.01", base_amount="0.01")
    assert abroad.read(note)["remaining_base"] == 0


def test_taxes_are_shared_so_that_the_entry_balances(abroad: Account) -> None:
    items = [item("0.37", 14), item("1.11", 5), item("7.77", 10), item("0.05", 0)]
    raised = abroad.raise_note(*items, currency="USD", exchange_rate="47.123457")
    found = lines(abroad, "customer_debit_notes", raised["debit_note_id"])
    total, tax = (round(number * Decimal("47.123457"), 2) for number in (Decimal("10.19"), Decimal("0.89")))
    assert (raised["total"], raised["tax_total"]) == (Decimal("10.19"), Decimal("0.89"))
    assert found == {"receivables": total, "tax_payable": -tax, "additional_charges": tax - total}
    rates = abroad.till.rows(
        "SELECT tax_rate, credit FROM journal_entry_lines WHERE role = 'tax_payable' ORDER BY 1"
    )
    # 0.06 at 5, 0.78 at 10, 0.05 at 14: each up to where it ends, less where it begins
    assert rates == [(5, Decimal("2.83")), (10, Decimal("36.75")), (14, Decimal("2.36"))]


@pytest.mark.parametrize(
    ("currency", "amount", "worth"),
    [("JPY", "1234", "411.33"), ("KWD", "1.234", "198.06"), ("CLF", "0.0123", "25.83")],
)
def test_currencies_of_other_decimals(abroad: Account, currency: str, amount: str, worth: str) -> None:
    raised = abroad.raise_note(item(amount, tax_rate=0), currency=currency)
    note = number(raised["debit_note_id"])
    assert raised["total_base"] == Decimal(worth)
    text = abroad.till.text("sp_get_debit_note", note)
    assert f'"total":{amount},' in text
    assert f'"total_base":{worth},"remaining_base":{worth},' in text
    too_fine = amount + ("1" if "." in amount else ".5")
    refused = abroad.till.refusal("sp_apply_debit_note", {"debit_note_id": note, "amount": too_fine})
    assert refused is not None
    assert refused.token == "AMOUNT_PRECISION"
    abroad.apply(note, amount, exchange_rate="12.34")
    assert abroad.balance() == 1000


@pytest.mark.parametrize("how", ["void", "wallet", "failed", "refunded"])
@pytest.mark.parametrize("method", ["cash", "wallet"])
def test_what_is_undone_leaves_nothing(abroad: Account, how: str, method: str) -> None:
    abroad.till.deposit(abroad.customer, 5500)
    note = dollars(abroad)
    # a part before and one after it, so that its share is no whole one
    abroad.apply(note, "33.33", exchange_rate="51")
    paid = abroad.apply(note, "33.33", exchange_rate="55.55", method=method)
    abroad.apply(note, "11.11", exchange_rate="49")
    before, payment = abroad.balance(), allocation(paid)["payment_id"]
    if how in ("void", "wallet"):
        request = {"payment_id": payment, "refund": "wallet" if how == "wallet" else "none"}
        answer = abroad.till.call("sp_void_payment", request)
    else:
        changed = abroad.till.call("sp_set_payment_status", {"payment_id": payment, "status": how})
        answer = part(changed, "voided" if how == "failed" else "refunded")
    assert (answer["amount"], answer["remaining_after"]) == (Decimal("33.33"), Decimal("55.56"))
    assert (answer["currency"], answer["exchange_rate"]) == ("USD", Decimal("55.55"))
    assert (answer["base_amount"], answer["exchange_difference"]) == (Decimal("1851.48"), Decimal("184.98"))
    undoing = abroad.till.rows("SELECT MAX(id) FROM invoice_payments")[0][0]
    undone, posted = lines(abroad, "invoice_payments", undoing), payment_lines(abroad, paid)
    assert undone == {role: -amount for role, amount in posted.items()}
    assert abroad.balance() == before - posted["receivables"]  # type: ignore[operator]
    abroad.apply(note, "55.56", exchange_rate="60")
    assert abroad.balance() == 1000


def test_the_wallet_pays_what_the_note_is_worth_today(abroad: Account) -> None:
    abroad.till.deposit(abroad.customer, "549.99")
    note = dollars(abroad)
    request = {"debit_note_id": note, "amount": 10, "method": "wallet"}
    refused = abroad.till.refusal("sp_apply_debit_note", request)
    assert refused is not None
    assert refused.text == (
        f"WALLET_INSUFFICIENT: customer {abroad.customer}: 550.00 needed from the wallet, which holds 549.99"
    )
    abroad.till.deposit(abroad.customer, "0.01")
    paid = abroad.till.call("sp_apply_debit_note", request)
    assert part(part(paid, "payment"), "customer")["wallet_after"] == 0


def test_a_customers_money_leaves_notes_in_other_currencies(abroad: Account) -> None:
    note = dollars(abroad, debit_note_date="2020-01-01")
    refused = abroad.till.refusal("sp_add_payment", {"customer_id": abroad.customer, "amount": 1001})
    assert refused is not None
    assert refused.token == "OVERPAYMENT"
    paid = abroad.till.pay(customer_id=abroad.customer, amount=1001, overpayment="change")
    assert (column(paid, "allocations", "invoice_id"), paid["change_due"]) == ([abroad.invoice], 1)
    refused = abroad.till.refusal("sp_add_payment", {"customer_id": abroad.customer, "amount": 1})
    assert refused is not None
    assert refused.token == "NOTHING_TO_PAY"
    assert abroad.till.pay(debit_note_id=note, amount=100, currency="USD")["total_allocated"] == 100


def test_several_rows_of_one_payment(abroad: Account) -> None:
    note = dollars(abroad)
    paid = abroad.till.pay(
        debit_note_id=note, exchange_rate="50.005", payments=[money("0.33"), money(1, "card")]
    )
    assert column(paid, "allocations", "base_amount") == [Decimal("16.50"), Decimal("50.01")]
    assert column(paid, "allocations", "exchange_difference") == [0, Decimal("0.01")]


def test_what_is_refused(abroad: Account) -> None:
    note, own = dollars(abroad), abroad.note(10)
    apply = "sp_apply_debit_note"
    base, rate = "CURRENCY_MISMATCH", "INVALID_RATE"
    for procedure, members, text in (
        (
            apply,
            {"amount": 1, "currency": "EGP"},
            f"{base}: what is paid is in USD, so the payment cannot be in EGP",
        ),
        (apply, {"amount": 1, "currency": "ZZZ"}, "UNKNOWN_CURRENCY: there is no currency ZZZ"),
        (
            apply,
            {"amount": 1, "exchange_rate": 0},
            f"{rate}: exchange_rate must be above 0 and below 10^10, with at most 10 decimals: 0",
        ),
        (
            apply,
            {"amount": 1, "exchange_rate": 50, "base_amount": 50},
            "VALIDATION: base_amount beside exchange_rate is not valid: 50.0000",
        ),
        (
            apply,
            {"payments": [money(1), money(2)], "base_amount": 50},
            "VALIDATION: base_amount beside several payments is not valid: 50.0000",
        ),
        (
            apply,
            {"amount": 1, "base_amount": "50.005"},
            "AMOUNT_PRECISION: base_amount must be below 10^12 with at most 2 decimals: 50.005",
        ),
        (
            apply,
            {"amount": 1, "base_amount": "-1"},
            "INVALID_PAYMENT: base_amount must be a number above 0: -1",
        ),
        (
            apply,
            {"amount": "0.01", "exchange_rate": "0.4"},
            "VALIDATION: amount is worth 0.0000 in the company's currency,"
            " which must be above 0 and below 10^12: 0.0100",
        ),
        (
            apply,
            {"amount": "100.01", "exchange_rate": 50},
            f"OVER_APPLIED: debit note {note}: 100.01 is above the 100.00 that are open",
        ),
        (
            "sp_add_payment",
            {"amount": 101, "overpayment": "wallet"},
            f"VALIDATION: debit note {note} is in USD: what is above it cannot go to wallet",
        ),
    ):
        refused = abroad.till.refusal(procedure, {"debit_note_id": note, **members})
        assert refused is not None, members
        assert refused.text == text
    for members, token in (
        ({"debit_note_id": own, "exchange_rate": 2}, rate),
        ({"debit_note_id": own, "base_amount": 1}, "VALIDATION"),
        ({"debit_note_id": own, "currency": "USD"}, base),
        ({"invoice_id": abroad.invoice, "currency": "USD"}, base),
        ({"customer_id": abroad.customer, "currency": "USD"}, base),
        ({"customer_id": abroad.customer, "exchange_rate": 50}, rate),
    ):
        refused = abroad.till.refusal("sp_add_payment", {"amount": 1, **members})
        assert refused is not None, members
        assert refused.token == token
    abroad.till.pay(debit_note_id=own, amount=1, currency="EGP", exchange_rate=1)


def test_what_cannot_be_raised(abroad: Account) -> None:
    for members, text in (
        ({"currency": "EUR"}, "UNKNOWN_RATE: there is no exchange rate of EUR on"),
        (
            {"currency": "USD", "debit_note_date": "2019-12-31"},
            "UNKNOWN_RATE: there is no exchange rate of USD on 2019-12-31",
        ),
        ({"currency": "usd"}, "UNKNOWN_CURRENCY: there is no currency usd"),
        (
            {"currency": "EGP", "exchange_rate": 2},
            "INVALID_RATE: EGP is the currency of company 1: its rate is 1, not 2.0000000000",
        ),
        ({"exchange_rate": 2}, "INVALID_RATE: EGP is the currency of company 1"),
        (
            {"currency": "USD", "exchange_rate": "0.00001"},
            "VALIDATION: total is worth 0.0000 in the company's currency",
        ),
        (
            {"currency": "USD", "exchange_rate": "9999999999.9999999999"},
            "VALIDATION: total is worth 1140000000000.0000 in",
        ),
    ):
        refused = abroad.till.refusal("sp_save_debit_note", abroad.request(**members))
        assert refused is not None, members
        assert refused.text.startswith(text)


def test_cancelling_takes_off_what_it_was_worth(abroad: Account) -> None:
    note = dollars(abroad, 7, exchange_rate="50.123")
    assert abroad.balance() == Decimal("1350.86")
    cancelled = abroad.till.call("sp_cancel_debit_note", {"debit_note_id": note})
    assert (cancelled["remaining_base"], abroad.balance()) == (0, 1000)
    assert lines(abroad, "customer_debit_notes", note) == {}


def test_both_amounts_are_shown(abroad: Account) -> None:
    note = dollars(abroad)
    abroad.apply(note, 20, base_amount=900)
    read = abroad.read(note)
    assert [read[name] for name in ("currency", "exchange_rate", "total", "total_base")] == [
        "USD",
        50,
        100,
        5000,
    ]
    shown = dict(rows_of(read["applications"])[0])
    assert {
        name: shown[name] for name in ("amount", "exchange_rate", "base_amount", "exchange_difference")
    } == {
        "amount": 20,
        "exchange_rate": None,
        "base_amount": 900,
        "exchange_difference": -100,
    }
    listed = rows_of(abroad.till.call("sp_list_debit_notes", "{}")["debit_notes"])[0]
    assert (listed["remaining_amount"], listed["remaining_base"]) == (80, 4000)
    statement = abroad.till.call("sp_customer_statement", {"customer_id": abroad.customer})
    rows = rows_of(statement["rows"])[-2:]
    assert [(row["amount"], str(row["description"])[-13:]) for row in rows] == [
        (5000, " (100.00 USD)"),
        (-1000, "1 (20.00 USD)"),
    ]
    ageing = rows_of(abroad.till.call("sp_report_ageing", "{}")["rows"])[0]
    assert (ageing["debit_notes"], ageing["total"]) == (1, 5000)
    (view,) = abroad.till.rows(
        "SELECT amount, document_currency, document_amount, exchange_rate FROM report_payments"
    )
    assert view == (900, "USD", 20, None)
    (view,) = abroad.till.rows("SELECT exchange_rate, total_base, remaining_base FROM report_debit_notes")
    assert view == (50, 5000, 4000)
    states = abroad.till.rows(
        "SELECT values_after FROM audit_log WHERE document_table = 'customer_debit_notes'"
    )
    posted = wire.parse(str(states[0][0]))
    assert isinstance(posted, dict)
    assert (posted["currency"], posted["exchange_rate"]) == ("USD", 50)


def test_a_shift_counts_what_the_money_is_worth(abroad: Account) -> None:
    till = abroad.till
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1"})
    till.call("sp_open_shift", {"till": "T1", "opening_cash": 0})
    note = dollars(abroad)
    abroad.apply(note, 20, base_amount=900)
    voided = abroad.apply(note, 10, exchange_rate=60)
    till.call("sp_void_payment", {"payment_id": allocation(voided)["payment_id"]})
    closed = till.call("sp_close_shift", {"counted": {"cash": 900}})
    methods = {row["method"]: row for row in rows_of(part(closed, "report")["methods"])}
    assert (methods["cash"]["expected"], methods["cash"]["difference"]) == (900, 0)


def test_the_credit_limit_counts_what_a_note_is_worth(abroad: Account) -> None:
    dollars(abroad)
    execute(
        abroad.till.connection, "UPDATE customers SET credit_limit = 6001 WHERE id = %s", (abroad.customer,)
    )
    service = abroad.till.product(keeps_stock=False)
    sale = {"customer_id": abroad.customer, "items": [{"product_id": service, "qty": 1, "selling_price": 2}]}
    refused = abroad.till.refusal("sp_save_invoice", sale)
    assert refused is not None
    assert refused.token == "CREDIT_LIMIT"


def test_what_is_unpaid_is_said_in_the_companys_currency(abroad: Account) -> None:
    abroad.apply(dollars(abroad), 20, base_amount=900)
    rows = rows_of(abroad.till.call("sp_report_unpaid", {})["rows"])
    (note,) = (row for row in rows if row["kind"] == "debit_note")
    assert (note["total_after"], note["paid_amount"], note["remaining_amount"]) == (5000, 1000, 4000)
    assert sum(Decimal(str(row["remaining_amount"])) for row in rows) == abroad.balance()


def test_what_is_worth_too_much_is_refused_whatever_it_is_charged_with(abroad: Account) -> None:
    worth = {"currency": "USD", "exchange_rate": "9999999999"}
    for tax_rate in (0, 14):
        request = abroad.request(item(1000000, tax_rate=tax_rate), **worth)
        refused = abroad.till.refusal("sp_save_debit_note", request)
        assert refused is not None
        assert refused.token == "VALIDATION"
    note = dollars(abroad, 1000000, exchange_rate=1)
    for method in ("cash", "wallet"):
        paid = {"debit_note_id": note, "amount": 1000000, "method": method, "exchange_rate": "9999999999"}
        refused = abroad.till.refusal("sp_apply_debit_note", paid)
        assert refused is not None
        assert refused.token == "VALIDATION"


def test_a_cent_that_is_worth_nothing_any_more_keeps_its_account(abroad: Account) -> None:
    """Two cents worth one piastre: the first takes it all, the second is still owed."""
    till = abroad.till
    till.pay(customer_id=abroad.customer, amount=1000)
    note = dollars(abroad, "0.02", exchange_rate="0.5")
    left = abroad.apply(note, "0.01", exchange_rate=1)
    assert (left["remaining_amount"], left["remaining_base"]) == (Decimal("0.01"), 0)
    give_up = {"customer_id": abroad.customer, "tracks_balance": False}
    refused = till.refusal("sp_save_customer", give_up)
    assert refused is not None
    assert "balance 0.00, wallet 0.00, still open FOO-DN-0001" in refused.text
    abroad.apply(note, "0.01", exchange_rate=1)
    till.call("sp_save_customer", give_up)
