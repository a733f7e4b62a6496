"""The daftar command: exit codes, one JSON document on stdout, messages on stderr."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import click
import pytest
from click.testing import CliRunner, Result

import pyclient
from pyclient import errors
from pyclient.cli import main, output
from pyclient.connection import connect
from pyclient.deploy.session import execute, fetch
from pyclient.models import CustomerRequest, PaymentRow, ProductRequest
from tests.pyclient.conftest import CASHIER, SmallShop
from tests.server import Server

NOBODY = "mysql://root@127.0.0.1:1/daftar"


def daftar(*arguments: str, input: str | None = None, url: str | None = None) -> Result:
    """Run the command with ``url`` as DAFTAR_URL."""
    return CliRunner().invoke(main, arguments, input=input, env={"DAFTAR_URL": url, "COLUMNS": "240"})


def document(result: Result, exit_code: int = 0) -> dict[str, object]:
    """The one JSON document on stdout."""
    assert result.exit_code == exit_code, result.output
    assert result.stdout.count("\n") == 1
    return cast("dict[str, object]", json.loads(result.stdout))


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        return [path]
    return [found for name, each in group.commands.items() for found in commands(each, (*path, name))]


@pytest.mark.parametrize("path", commands(main), ids=" ".join)
def test_every_command_has_help_with_an_example_and_the_shared_options(path: tuple[str, ...]) -> None:
    shown = daftar(*path, "--help")
    assert shown.exit_code == 0
    assert re.search(r"Examples?:\n +(echo|eval|daftar) ", shown.stdout)
    assert "--json" in shown.stdout
    assert "--url" in shown.stdout


def test_the_version() -> None:
    assert pyclient.__version__ in daftar("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["verify", "--url", "postgresql://h/d"],
        ["--url", NOBODY, "pay", "--customer", "4"],
        ["--url", NOBODY, "stock", "three"],
        ["--url", NOBODY, "invoice", "save", "/nowhere.json", "--user", "1"],
        ["--url", NOBODY, "amend", "1", "--item", "7:2", "--user", "1"],
        ["--url", NOBODY, "invoice", "due", "1", "--user", "1"],
        ["--url", NOBODY, "purchase", "due", "1", "2026-12-31", "--at-once", "--user", "1"],
        ["errors", "NO_SUCH_TOKEN"],
        ["no-such-command"],
    ],
)
def test_wrong_usage_exits_2_and_prints_nothing_on_stdout(arguments: list[str]) -> None:
    done = daftar(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr
    told = document(daftar("--json", *arguments), 2)
    assert (told["ok"], told["token"], told["arabic"]) == (False, "USAGE", "")
    assert str(told["english"]) in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--nonsense", "--json"], "--nonsense"),
        (["--json"], "Missing command"),
        (["books", "--json"], "--json"),
        (["stock", "--json", "--nonsense"], "--nonsense"),
        (["stock", "--json"], "Missing argument"),
        (["wallet", "deposit", "1", "--user", "1", "--json"], "Missing argument"),
    ],
)
def test_wrong_usage_is_one_json_document_wherever_json_stands(arguments: list[str], says: str) -> None:
    done = daftar(*arguments, url=NOBODY)
    told = document(done, 2)
    assert (told["ok"], told["token"]) == (False, "USAGE")
    assert says in str(told["english"])
    assert str(told["english"]) in done.stderr


@pytest.mark.parametrize("command", [["verify"], ["stock", "3"], ["migrate"], ["deploy"]])
def test_a_url_without_a_database_is_wrong_usage(server: Server, command: list[str]) -> None:
    done = daftar(*command, url=server.url())
    assert done.exit_code == 2
    assert "names no database" in done.stderr


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', '{"items":[{"qty":NaN}]}', '{"a":-Infinity}'])
def test_a_file_that_is_no_request_exits_2(text: str) -> None:
    assert daftar("--url", NOBODY, "invoice", "save", "-", input=text).exit_code == 2


@pytest.mark.parametrize(
    "command", [["verify"], ["doctor"], ["stock", "3"], ["migrate"], ["deploy"], ["demo"]]
)
def test_no_server_exits_2(command: list[str]) -> None:
    told = document(daftar(*command, "--json", url=NOBODY), 2)
    assert told["ok"] is False
    assert told["errno"] == 2003


@pytest.mark.parametrize("command", [["verify"], ["verify", "--quick"], ["stock", "3"]])
def test_an_empty_database_has_no_daftar(fresh_url: str, command: list[str]) -> None:
    told = document(daftar(*command, "--json", url=fresh_url), 1)
    assert told["token"] == "VERSION_MISMATCH"
    assert "run daftar migrate" in str(told["english"])


@pytest.mark.parametrize("currency", ["XXX", "egp", ""])
def test_an_unknown_currency_changes_nothing(fresh_url: str, currency: str) -> None:
    refused = daftar("migrate", "--currency", currency, url=fresh_url)
    assert refused.exit_code == 1
    assert "is no currency that Daftar knows" in refused.stderr
    assert "EGP" in refused.stderr
    with closing(connect(fresh_url)) as connection:
        assert fetch(connection, "SHOW TABLES") == []


def test_errors_are_listed_without_a_database() -> None:
    assert "WALLET_INSUFFICIENT" in daftar("errors").stdout
    listed = json.loads(daftar("errors", "TOO_MANY_ITEMS", "--json").stdout)
    assert [(each["token"], each["errno"]) for each in listed] == [
        ("TOO_MANY_ITEMS", errors.TooManyItemsError.errno)
    ]


def test_amounts_of_a_note_in_dollars_say_so(small_shop: SmallShop) -> None:
    invoice = small_shop.client.save_invoice(small_shop.sale()).invoice_id
    request = {
        "customer_id": small_shop.customer,
        "source_invoice_id": invoice,
        "reference_type": "additional_fees",
        "currency": "USD",
        "exchange_rate": "50",
        "items": [{"description": "freight", "quantity": 1, "unit_price": 100}],
    }
    text, url = json.dumps(request), small_shop.url
    for _ in range(2):
        assert daftar("debit-note", "save", "-", "--user", "1", input=text, url=url).exit_code == 0
    for arguments, wanted in (
        (
            ("debit-note", "apply", "1", "--amount", "20", "--rate", "55"),
            (
                "Payment of 20.00 (USD)",
                "amount (USD)",
                "remaining after (USD)",
                "open 80.00 USD",
                "owes 10,084.00 -> 9,084.00",
            ),
        ),
        (
            ("payment", "status", "1", "refunded"),
            ("amount (USD)", "remaining after (USD)", "owes 9,084.00 -> 10,084.00"),
        ),
        (("debit-note", "apply", "1", "--amount", "30", "--rate", "50"), ("Payment of 30.00 (USD)",)),
        (("void", "3"), ("owes again (USD)", "open on it now (USD)")),
        (("debit-note", "cancel", "2"), ("amount (USD)", "owes 10,084.00 -> 5,084.00")),
        (("pay", "--invoice", str(invoice), "--amount", "84"), ("Payment of 84.00:", "┃ amount ┃")),
    ):
        done = daftar(*arguments, "--user", "1", url=url)
        assert done.exit_code == 0, done.output
        said = " ".join(done.stdout.split())
        for each in wanted:
            assert each in said, f"{each} is not in {said}"


def test_old_debts_are_written_down(small_shop: SmallShop) -> None:
    note = {"customer_id": small_shop.customer, "reference_type": "opening_balance"}
    text = json.dumps({**note, "items": [{"description": "old", "quantity": 1, "unit_price": 500}]})
    supplier = ("supplier", "save", "--name", "مورد", "--user", "1")
    assert daftar(*supplier, url=small_shop.url).exit_code == 0
    for arguments, wanted in (
        (("debit-note", "save", "-", "--user", "1"), ("of an opening balance (open)", "-> 500.00")),
        (("debit-note", "show", "1"), ("of an opening balance (open)", "open 500.00 EGP")),
        (("debit-note", "list", "--unpaid"), ("opening_balance", "500.00")),
        (("report", "unpaid"), ("MAIN-DN-0001", "500.00")),
        (
            (
                *("supplier", "opening", "1", "1000", "--date", "2025-09-30", "--bill", "A-90"),
                *("--due-date", "2025-10-05", "--notes", "x", "--request-id", "k", "--user", "1"),
            ),
            ("Opening balance: purchase", "A-90", "2025-09-30", "2025-10-05", "is owed 0.00 -> 1,000.00"),
        ),
        (
            ("supplier", "opening", "1", "5", "--due-days", "45", "--user", "1"),
            ("is owed 1,000.00 -> 1,005.00",),
        ),
        (
            ("purchase", "show", "2"),
            ("an opening balance of 2025-09-30, due on 2025-10-05", "total 1,000.00"),
        ),
        (("purchase", "list"), ("owed since", "2025-09-30", "2025-10-05")),
        (("report", "bills-due", "--due-by", "2025-10-05", "--branch", "1"), ("A-90", "1,000.00")),
        (("report", "bills-due", "--overdue", "--supplier", "1", "--csv"), ("bill_id,", ",1000.00,1000.00")),
        (
            ("report", "payables", "--as-of", "2025-10-06", "--branch", "1"),
            ("days 1 30", "1,000.00", "1,005.00"),
        ),
        (("report", "payables", "--supplier", "1", "--json"), ('"bills": 2', '"without_bill": "0.00"')),
        (("purchase", "reverse", "2", "--user", "1"), ("is reversed", "is owed 1,005.00 -> 5.00")),
    ):
        done = daftar(*arguments, input=text, url=small_shop.url)
        assert done.exit_code == 0, done.output
        said = " ".join(done.stdout.split())
        for each in wanted:
            assert each in said, f"{each} is not in {said}"


def test_a_sale_in_dollars_is_shown_in_both_currencies(small_shop: SmallShop) -> None:
    sale: dict[str, object] = {"customer_id": small_shop.customer, "currency": "USD", "exchange_rate": 50}
    sale["items"] = [{"product_id": small_shop.product, "qty": 1, "selling_price": 100}]
    text, url = json.dumps(sale), small_shop.url
    for arguments, stdin, wanted in (
        (("quote", "-", "--user", "1"), text, ("In USD at 50", "5,000.00", "100.00")),
        (("invoice", "save", "-", "--user", "1"), text, ("In USD at 50", "5,000.00", "100.00")),
        (("pay", "--invoice", "1", "--amount", "20", "--base-amount", "900", "--user", "1"), "", ("(USD)",)),
        (("invoice", "mark-paid", "1", "--rate", "55", "--user", "1"), "", ("Payment of 80.00 (USD)",)),
        (("invoice", "show", "1"), "", ("What settled it, in USD", "1,000.00", "4,000.00", "55")),
    ):
        done = daftar(*arguments, url=url, input=stdin)
        assert done.exit_code == 0, done.output
        said = " ".join(done.stdout.split())
        for each in wanted:
            assert each in said, f"{each} is not in {said}"


@pytest.mark.parametrize("engine", ["mariadb", "mysql"])
def test_the_routines_are_printed_to_paste(engine: str) -> None:
    script = daftar("sql", "--engine", engine).stdout
    assert script.startswith("DELIMITER $$")
    assert "sp_save_invoice" in script


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell: str) -> None:
    assert "_DAFTAR_COMPLETE" in daftar("completion", shell).stdout


def test_migrating_in_steps_and_taking_it_back(fresh_url: str) -> None:
    planned = document(daftar("migrate", "--dry-run", "--json", url=fresh_url))
    assert planned["dry_run"] is True
    assert planned["migrations"]
    assert daftar("stock", "3", url=fresh_url).exit_code == 1
    done = document(
        daftar("migrate", "--currency", "KWD", "--time-zone", "Asia/Kuwait", "--json", url=fresh_url)
    )
    assert done["migrations"] == planned["migrations"]
    again = document(daftar("migrate", "--json", url=fresh_url))
    assert (again["migrations"], again["objects"]) == ([], [])
    assert document(daftar("deploy", "--json", url=fresh_url))["objects"] == []
    with closing(connect(fresh_url)) as connection:
        execute(connection, "DROP PROCEDURE sp_get_product")
    assert "sp_get_product" in daftar("deploy", "--dry-run", url=fresh_url).stdout
    assert daftar("doctor", url=fresh_url).exit_code == 1
    assert daftar("deploy", url=fresh_url).exit_code == 0
    assert daftar("doctor", "--json", url=fresh_url).exit_code == 0
    assert daftar("rollback", url=fresh_url, input="n\n").exit_code == 1
    undone = daftar("rollback", "--yes", "--json", url=fresh_url)
    assert json.loads(undone.stdout)["undone"] == cast("list[str]", planned["migrations"])[::-1]


def test_a_day_at_the_counter(small_shop: SmallShop, tmp_path: Path) -> None:
    url, user = small_shop.url, ("--user", str(small_shop.cashier))

    def run(*arguments: str, input: str | None = None) -> dict[str, object]:
        return document(daftar(*arguments, "--json", input=input, url=url))

    made = run("customer", "save", "--name", "أحمد", "--mobile", "01000000002", "--city", "طنطا", *user)
    customer = str(made["customer_id"])
    product = str(
        run("product", "save", "--code", "P-2", "--name", "كوع", "--unit", "قطعة", "--selling-price", "6.25",
            "--barcode", "1", "--barcode", "2", *user)["product_id"]
    )  # fmt: skip
    run("receive", product, "--qty", "10", "--unit-cost", "4.25", *user)
    order = str(run("work-order", "save", "--customer", customer, "--title", "تأسيس", *user)["work_order_id"])
    request = {
        "customer_id": int(customer),
        "work_order_id": int(order),
        "items": [{"product_id": int(product), "qty": 4, "selling_price": 6.25}],
    }
    sold = run("invoice", "save", "-", "--request-id", "k1", *user, input=json.dumps(request))
    again = run("invoice", "save", "-", "--request-id", "k1", *user, input=json.dumps(request))
    assert again == sold
    assert sold["total_after"] == 25
    invoice = str(sold["invoice_id"])
    assert run("pay", "--invoice", invoice, "--amount", "5.50", *user)["total_allocated"] == 5.5
    run("wallet", "deposit", customer, "100", *user)
    assert run("invoice", "show", invoice)["remaining_amount"] == 19.5
    assert len(cast("list[object]", run("statement", customer)["rows"])) == 3
    assert run("stock", product)["in_stock"] == 6
    for listing, member in {
        "customer": "customers",
        "product": "products",
        "invoice": "invoices",
        "work-order": "work_orders",
    }.items():
        page = run(listing, "list", "--limit", "1")
        assert len(cast("list[object]", page[member])) == 1
        there_is_more = listing in {"customer", "product"}
        assert (page["next_after"] is not None) is there_is_more
    changed = run("work-order", "save", "--id", order, "--status", "completed", *user)
    assert cast("dict[str, object]", changed["work_order"])["total_paid"] == 5.5

    payment = cast("list[dict[str, object]]", run("invoice", "show", invoice)["payments"])[0]["payment_id"]
    unpaid = str(run("invoice", "save", "-", *user, input=json.dumps(request))["invoice_id"])
    item = cast("list[dict[str, object]]", run("invoice", "show", unpaid)["items"])[0]["item_id"]

    supplier = str(run("supplier", "save", "--name", "مورد", *user)["supplier_id"])
    goods = run("product", "save", "--code", "P-3", "--name", "صمام", "--unit", "قطعة", *user)["product_id"]
    request = {
        "supplier_id": int(supplier),
        "bill_no": "A-118",
        "items": [{"product_id": goods, "qty": 5, "unit_cost": "5.00"}],
        "payments": [{"amount": "2.50"}],
    }
    dated = {**request, "bill_no": "D-1", "payments": [], "due_days": 30}
    late = run("purchase", "post", "-", "--due-date", "2026-01-31", *user, input=json.dumps(dated))
    assert late["due_date"] == "2026-01-31"
    run("purchase", "reverse", str(late["bill_id"]), *user)
    bought = run("purchase", "post", "-", *user, input=json.dumps(request))
    bill = str(bought["bill_id"])
    money = cast("list[dict[str, object]]", bought["payments"])[0]["payment_id"]
    batch = cast("list[dict[str, object]]", bought["items"])[0]["batch_id"]
    wanted = str(tmp_path / "bill.json")
    (tmp_path / "bill.json").write_text(
        json.dumps({"items": [{"product_id": goods, "qty": 1, "unit_cost": 2}]}), encoding="utf-8"
    )

    cart = json.dumps(
        {
            "customer_id": small_shop.customer,
            "items": json.dumps([{"product_id": int(product), "quantity": "0.5"}]),
        }
    )
    held = str(run("draft", "save", "-", "--name", "سلة", *user, input=cart)["draft_id"])
    assert run("draft", "show", held)["name"] == "سلة"
    spare = str(run("draft", "save", "-", *user, input="{}")["draft_id"])
    (tmp_path / "cart.json").write_text(cart, encoding="utf-8")

    new_lines = str(tmp_path / "new.json")
    (tmp_path / "new.json").write_text(
        json.dumps({"exchange_items": [{"product_id": int(product), "qty": "0.5"}]}), encoding="utf-8"
    )

    for shown, expected in {
        ("customer", "list"): "أحمد",
        ("product", "list"): "P-2",
        ("invoice", "list", "--customer", customer): "19.50",
        ("invoice", "show", invoice): "25.00",
        ("work-order", "list"): "تأسيس",
        ("statement", customer): "deposit",
        ("stock", product): "8.50",
        ("verify",): "ok",
        ("pay", "--invoice", invoice, "--amount", "1", *user): "18.50",
        ("wallet", "withdraw", customer, "1", *user): "99.00",
        ("void", str(payment), *user): "open on it now",
        ("return", unpaid, "--item", f"{item}=0.5", *user): "off the customer's debt",
        ("return", unpaid, "--item", f"{item}=0.5", "--exchange", new_lines, *user): "Exchange: invoice",
        ("amend", unpaid, "--item", f"{item}=2", "--new", f"{product}=1@5", *user): "-7.50",
        ("cancel", unpaid, *user): "canceled",
        ("pay", "--invoice", invoice, "--amount", "1.25", "--method", "check", "--pending", *user): "pending",
        ("payment", "list", "--invoice", invoice): "1.25",
        ("payment", "status", "1", "completed", "--pending", *user): "1.25",
        ("payment", "list", "--status", "completed"): "check",
        ("invoice", "list", "--overdue"): "Invoices",
        ("invoice", "list", "--number", "INV-1"): "Invoices",
        ("invoice", "due", invoice, "2999-12-31", "--reason", "x", *user): f"Invoice {invoice}",
        ("invoice", "due", invoice, "--at-once", *user): "2999-12-31",
        ("invoice", "mark-paid", invoice, "--method", "card", *user): "card",
        ("revert", invoice, "--refund", "original", *user): "reverted",
        ("customer", "save", "--id", customer, "--inactive", *user): "no",
        ("product", "save", "--id", product, "--retail-price", "7", *user): "7.0",
        ("tax", "save", "--code", "VAT", "--name", "ضريبة", "--rate", "14", *user): "14",
        ("tax", "list", "--active"): "VAT",
        ("product", "save", "--id", product, "--tax", "VAT", "--further-unit", "كرتونة=12@99@110", *user): (
            "كرتونة: 12"
        ),
        ("product", "save", "--id", product, "--no-tax", "--no-further-unit", *user): "is saved",
        ("setting", "set", "smallest_coin", "0.25", *user): "0.25",
        ("setting", "set", "smallest_coin", "0", *user): "none",
        ("setting", "show"): "document",
        ("price-list", "save", "--code", "DEALERS", "--name", "تجار", "--price", f"{product}=9.5", *user): (
            "Price list 1 is saved"
        ),
        ("price-list", "save", "--id", "1", "--price", f"{goods}=4", *user): "DEALERS",
        ("price-list", "save", "--id", "1", "--price", f"{goods}=", *user): "DEALERS",
        ("price-list", "list", "--active"): "DEALERS",
        ("price-list", "show", "1"): "9.50",
        ("customer-group", "save", "--code", "D", "--name", "تجار", "--price-list", "1", *user): "Group 1",
        ("customer-group", "list"): "تجار",
        ("rates", "set", "USD", "50.25", "--from", "2025-01-01", *user): "Rate 1 is saved",
        ("rates", "list", "--on", "2025-06-01"): "50.25",
        ("customer", "save", "--id", customer, "--group", "1", "--no-credit-limit", *user): "is saved",
        ("customer", "save", "--name", "نقدي", "--mobile", "0", "--city", "x", "--walk-in", *user): "no",
        (
            "offer",
            "save",
            "--code",
            "TEN",
            "--name",
            "خصم",
            "--product",
            product,
            "--min-qty",
            "10",
            "--gives",
            "percent",
            "--value",
            "5",
            "--inactive",
            *user,
        ): "TEN",
        ("offer", "list", "--product", product): "خصم",
        (
            "coupon",
            "save",
            "--code",
            "عيد",
            "--name",
            "كوبون",
            "--gives",
            "amount",
            "--value",
            "2.50",
            "--max-uses",
            "9",
            *user,
        ): "2.50",
        ("coupon", "list", "--code", "عيد"): "كوبون",
        ("till", "save", "--code", "T1", "--name", "كاشير", "--shared-numbers", *user): "Till 1 is saved",
        ("till", "open", "T1", "100", *user): "SH-",
        ("till", "list", "--active"): "SH-",
        ("till", "move", "out", "25.50", "--reason", "x", "--purpose", "expense", *user): "74.50",
        ("till", "report", "--shift", "1"): "cashier 1 cashier",
        ("till", "report", "--cashier", "1"): "74.50",
        ("till", "close", "--cash", "74.25", "--card", "0", *user): "-0.25",
        ("till", "shifts", "--closed", "--from", "2000-01-01"): "SH-",
        ("till", "shifts", "--open"): "Shifts",
        ("branch", "save", "--code", "GZ", "--name", "فرع الجيزة", *user): "فرع الجيزة",
        ("branch", "list"): "فرع الجيزة",
        ("closing", "--date", "2025-01-31", *user): "Closing 1",
        ("closing", *user): "1 cashier",
        ("receive", product, "--qty", "1", "--unit-cost", "5", *user): "5.00",
        ("adjust", product, "--counted", "5", "--reason", "x", *user): "Adjustment",
        ("adjust", product, "--delta=-1", "--reason", "x", *user): "-1",
        ("supplier", "save", "--id", supplier, "--city", "بنها", *user): "بنها",
        ("supplier", "save", "--id", supplier, "--payment-days", "30", *user): "30",
        ("supplier", "list", "--search", "مورد"): "22.50",
        ("supplier", "pay", supplier, "2.50", "--method", "check", *user): "20.00",
        ("supplier", "pay", supplier, "25", "--advance", "--notes", "x", *user): "-5.00",
        ("supplier", "pay", supplier, "5", "--refund", *user): "refund",
        ("supplier", "void", str(money), "--reason", "x", *user): "is void",
        ("supplier", "statement", supplier): "purchase",
        (
            "voucher",
            "post",
            "--debit",
            "5400",
            "12.50",
            "--credit",
            "1110",
            "12.50",
            "--date",
            "2025-01-01",
            "--description",
            "إيجار",
            "--reference",
            "R-1",
            *user,
        ): "JE-20250101-0001",
        ("voucher", "show", "1"): "إيجار",
        ("voucher", "list", "--account", "5400", "--live"): "R-1",
        ("voucher", "reverse", "1", "--reason", "x", *user): "is reversed",
        ("purchase", "show", bill): "A-118",
        ("purchase", "list", "--supplier", supplier, "--live"): "A-118",
        ("purchase", "post", wanted, *user): "2.00",
        ("purchase", "post", wanted, "--due-date", "2999-12-31", *user): "due on 2999-12-31",
        ("purchase", "post", wanted, "--due-days", "0", *user): "due on 2",
        ("purchase", "due", bill, "2999-12-31", *user): "2999-12-31",
        ("purchase", "return", bill, f"{batch}=1", *user): "PRET-",
        ("purchase", "reverse", bill, "--refund", "cash", *user): "given back",
        ("work-order", "save", "--id", order, "--title", "آخر", *user): "آخر",
        ("books", "trial-balance"): "محافظ العملاء",
        ("books", "trial-balance", "--to", "2020-01-01"): "Trial balance",
        ("books", "ledger", "1200"): "invoice_reversal",
        ("books", "journal"): "المخزون",
        ("books", "profit"): "Profit",
        ("books", "profit", "--branch", "1", "--cost-center", "none"): "Profit",
        ("books", "balance-sheet"): "liability",
        ("books", "stock-card", product): "sale_reversal",
        ("books", "stock-value", "--on", "2999-12-31"): "Stock value",
        ("report",): "What each customer owes",
        ("report", "sales"): "undone",
        (
            "report",
            "sales",
            "--by",
            "month",
            "--branch",
            "1",
            "--to",
            "2999-12-31",
            "--csv",
        ): "period,invoices,",
        ("report", "payments", "--from", "2000-01-01"): "wallet in",
        ("report", "products", "--product", product): "P-2",
        ("report", "unpaid"): "remaining amount",
        ("report", "unpaid", "--overdue", "--customer", customer, "--csv"): "invoice_id,days_overdue,",
        ("report", "ageing", "--as-of", "2999-12-31"): "over 90",
        ("report", "stock"): "stock value",
        ("report", "stock", "--low", "--product", product, "--csv"): "product_id,product_code,",
        ("report", "profit", "--by", "customer"): "margin",
        ("report", "taxes", "--from", "2000-01-01", "--csv"): "tax_id,code,name,rate,base,charged,given_back,"
        "net,input_base,input,input_back,input_net,due",
        ("report", "reconciliation", "--differences", "--customer", customer): "Reconciliation",
        ("report", "documents", "--from", "2000-01-01", "--csv"): "day,customer_id,status,invoices,payments,",
        ("report", "work-order", order): "Paid",
        ("books", "account", "--id", "2", "--name-en", "Banque", *user): "Banque",
        ("books", "accounts", "--kind", "equity"): "opening_equity",
        ("books", "accounts", "--role", "card"): "1130",
        ("books", "role", "card", "1110", *user): "card",
        ("books", "close", "2025-01-31", *user): "2025-01-31",
        ("repair", *user): "To repair: 0",
        ("books", "close", "--reopen", *user): "open",
        ("draft", "list"): "سلة",
        ("draft", "list", "--search", "سلة", "--customer", str(small_shop.customer), "--by", user[1]): held,
        ("draft", "show", held): "0.5",
        ("draft", "save", str(tmp_path / "cart.json"), "--id", held, *user): f"Draft {held}",
        ("draft", "post", held, "--status", "pending", *user): "(pending)",
        ("draft", "list", "--consumed"): "سلة",
        ("draft", "delete", spare, "--reason", "x", *user): spare,
    }.items():
        done = daftar(*shown, url=url)
        assert done.exit_code == 0, done.output
        assert expected in done.stdout, shown


def test_the_payment_days_of_a_supplier_are_set_and_cleared(small_shop: SmallShop) -> None:
    def saved(*options: str) -> object:
        done = daftar("supplier", "save", *options, "--user", "1", "--json", url=small_shop.url)
        return cast("dict[str, object]", document(done)["supplier"])["payment_days"]

    assert saved("--name", "مورد", "--payment-days", "30") == 30
    assert saved("--id", "1", "--city", "بنها") == 30
    assert saved("--id", "1", "--no-payment-days") is None


def test_a_refusal_exits_1_with_both_languages(small_shop: SmallShop) -> None:
    refused = daftar(
        "wallet", "withdraw", str(small_shop.customer), "5", "--user", "1", "--json", url=small_shop.url
    )
    told = document(refused, 1)
    assert (told["ok"], told["token"]) == (False, "WALLET_INSUFFICIENT")
    assert str(told["arabic"]) in refused.stderr
    assert str(told["english"]) in refused.stderr
    assert cast("dict[str, str]", told["values"])["available"] == "0.00"


def test_a_name_is_no_formula_in_a_spreadsheet(small_shop: SmallShop) -> None:
    formula = '=HYPERLINK("http://x","دفعة")'
    small_shop.client.save_customer(
        CustomerRequest(customer_id=small_shop.customer, name=formula, created_by=small_shop.cashier)
    )
    small_shop.client.save_invoice(small_shop.sale())
    for report in ("ageing", "unpaid"):
        shown = daftar("report", report, "--csv", url=small_shop.url).stdout
        (row,) = csv.DictReader(io.StringIO(shown))
        assert row["customer_name"] == f"'{formula}"
        assert "84.00" in row.values()


def test_the_total_of_payments_is_money(small_shop: SmallShop) -> None:
    """What the wallet paid came in before, as what it was filled with."""
    small_shop.client.wallet_move(small_shop.deposit(84))
    sale = replace(small_shop.sale(), status="paid", payments=[PaymentRow(amount=84, method="wallet")])
    small_shop.client.save_invoice(sale)
    shown = daftar("report", "payments", url=small_shop.url).stdout
    nets = [line.split("│")[-2].strip() for line in shown.splitlines() if "│" in line]
    assert nets[-3:] == ["84.00", "84.00", "84.00"]


@pytest.mark.corrupts
def test_verify_exits_1_and_shows_the_rows(small_shop: SmallShop) -> None:
    execute(small_shop.database.connection, "UPDATE customers SET balance = 1")
    failed = daftar("verify", "--json", url=small_shop.url)
    assert failed.exit_code == 1
    broken = [check for check in json.loads(failed.stdout) if not check["ok"]]
    assert broken
    assert broken[0]["sample"][0]["row_id"] == str(small_shop.customer)
    assert "FAILED" in daftar("verify", url=small_shop.url).stdout


def test_a_name_commands_no_terminal(small_shop: SmallShop) -> None:
    """Neither by control characters (clearing the screen) nor by turning the amounts beside it around."""
    name = "\x1b[2J\x07\x9b31m\u202eحسن\u2066"
    saved = ("customer", "save", "--name", name, "--mobile", "01000000077", "--city", "x", "--user", "1")
    shown = daftar(*saved, url=small_shop.url)
    assert shown.exit_code == 0, shown.output
    listed = daftar("customer", "list", "--search", "حسن", url=small_shop.url)
    for text in (shown.stdout, listed.stdout):
        assert r"\x1b[2J\x07\x9b31m\u202eحسن\u2066" in text
        assert not set("\x1b\x07\x9b\u202e\u2066") & set(text)
    told = daftar(
        "tax", "save", "--code", "\x1b[2J", "--name", "x", "--rate", "1", "--user", "1", url=small_shop.url
    )
    assert told.exit_code == 1
    assert "\x1b" not in told.stderr
    assert "[2J" in told.stderr
    (row,) = json.loads(daftar("customer", "list", "--search", "حسن", "--json", url=small_shop.url).stdout)[
        "customers"
    ]
    assert row["name"] == name


def test_the_ledger_of_no_account_is_refused(small_shop: SmallShop) -> None:
    told = document(daftar("books", "ledger", "99999", "--json", url=small_shop.url), 1)
    assert (told["token"], told["english"]) == ("UNKNOWN_ACCOUNT", "account 99999 does not exist")
    assert "99999" in str(told["arabic"])
    assert daftar("books", "ledger", "3100", url=small_shop.url).exit_code == 0


def test_a_report_without_rows_has_its_columns(small_shop: SmallShop) -> None:
    unmoved = small_shop.client.save_product(
        ProductRequest(product_code="P-2", name="كوع 2 بوصة", unit="قطعة", created_by=CASHIER)
    )
    shown = daftar("books", "stock-card", str(unmoved.product_id), url=small_shop.url)
    assert shown.exit_code == 0
    assert "quantity after" in " ".join(shown.stdout.split())
    assert f"Stock card of product {unmoved.product_id}" in shown.stdout


@pytest.mark.corrupts
def test_the_audit_trail_is_looked_at(small_shop: SmallShop, tmp_path: Path) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(daftar("audit", "head", url=small_shop.url).stdout)
    small_shop.client.save_invoice(small_shop.sale())
    whole = daftar("audit", "verify", "--head", str(kept), url=small_shop.url)
    assert (whole.exit_code, whole.stdout.splitlines()[0].strip()) == (0, "The audit trail is whole")
    execute(small_shop.database.connection, "UPDATE audit_chains SET last_seq = last_seq + 1 WHERE chain = 1")
    broken = daftar("audit", "verify", "--json", url=small_shop.url)
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["whole"] is False
    assert "The audit trail is broken" in daftar("audit", "verify", url=small_shop.url).stdout
    for text in ("", "[]", "{}", '{"ok":true,"rows":1}', '{"chains":[]}', '{"chains":[{}]}'):
        kept.write_text(text)
        assert daftar("audit", "verify", "--head", str(kept), url=small_shop.url).exit_code == 2


def test_repair_is_dry_until_it_is_applied(small_shop: SmallShop) -> None:
    repair = ("repair", "--user", str(small_shop.cashier))
    execute(small_shop.database.connection, "UPDATE customers SET balance = 1")
    planned = document(daftar(*repair, "--json", url=small_shop.url), 1)
    assert (planned["dry_run"], planned["change_count"]) == (True, 1)
    other = document(daftar(*repair, "--check", "work_order_totals", "--apply", "--json", url=small_shop.url))
    assert other["change_count"] == 0
    done = daftar(*repair, "--apply", url=small_shop.url)
    assert done.exit_code == 0
    assert "Repaired: 1" in done.stdout
    assert "customer_balance_is_its_last_row" in done.stdout
    assert document(daftar(*repair, "--json", url=small_shop.url))["change_count"] == 0
    refused = document(daftar(*repair, "--check", "nonsense", "--json", url=small_shop.url), 1)
    assert refused["token"] == "VALIDATION"


@pytest.mark.corrupts
def test_repair_exits_1_where_something_is_beyond_it(small_shop: SmallShop) -> None:
    small_shop.client.save_invoice(small_shop.sale())
    execute(small_shop.database.connection, "UPDATE invoice_out_items SET selling_price = 43")
    left = daftar("repair", "--user", str(small_shop.cashier), "--apply", url=small_shop.url)
    assert left.exit_code == 1
    assert "Beyond repair: 1" in left.stdout
    assert "line_total_is_its_price" in left.stdout


def test_tables_are_aligned_with_arabic_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    output.show("العملاء", ["الاسم", "n"], [("مُحَمَّد عليّ", 1), ("Ann", 12345)])
    lines = capsys.readouterr().out.splitlines()[1:]
    # Marks over letters take no column of their own.
    assert len({len(re.sub("[\u064b-\u0652]", "", line)) for line in lines}) == 1


@pytest.mark.parametrize("no_color", [True, False])
def test_no_color_is_honoured(no_color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    console = output.console()
    with console.capture() as captured:
        console.print("x", style="red")
    assert ("\x1b[31m" in captured.get()) is not no_color
