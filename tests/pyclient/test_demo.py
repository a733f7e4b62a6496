"""`daftar demo`, run as a newcomer runs it: the figures of the shop's own request."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from pyclient import wire
from pyclient.deploy.session import fetch
from pyclient.private_server import find_binaries
from pyclient.wire import JsonValue
from tests.server import Server


def run_demo(*options: str, folder: Path) -> str:
    """Standard output of ``daftar demo`` in a folder; everything that it says on stderr is for people."""
    environment = {name: value for name, value in os.environ.items() if name != "DAFTAR_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "pyclient.cli", "demo", *options],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def members(value: JsonValue) -> dict[str, JsonValue]:
    assert isinstance(value, dict)
    return value


def rows(value: JsonValue) -> list[dict[str, JsonValue]]:
    assert isinstance(value, list)
    return [members(each) for each in value]


def picked(value: JsonValue, *names: str) -> list[str]:
    """Some members as texts, digit for digit as the database gave them."""
    return [str(members(value)[name]) for name in names]


def test_orders_and_the_till_in_dinars(server: Server, tmp_path: Path) -> None:
    told = members(wire.parse(run_demo("--till", "--json", "--url", server.url(), folder=tmp_path)))
    checks = rows(told.pop("checks"))
    assert {row["ok"] for row in checks} == {True}
    shown = ("order_no", "source", "status", "payment_status", "paid_amount")
    assert [picked(order, *shown) for order in told.values()] == [
        ["ORD-20251215-0001", "pos", "completed", "paid", "6666.000"],
        ["ORD-20251215-0002", "booking", "completed", "paid", "500.000"],
        ["ORD-20251215-0003", "manual", "completed", "paid", "1000.000"],
    ]
    assert [
        [row["business_date"] for row in rows(members(order)["payments"])] for order in told.values()
    ] == [["2025-12-15"], ["2026-01-15"], ["2025-12-15", "2025-12-20"]]
    tables = run_demo("--till", "--url", server.url(), folder=tmp_path)
    assert "ORD-20251215-0003" in tables


def test_the_shops_request_gives_the_shops_figures(server: Server, tmp_path: Path) -> None:
    day = members(wire.parse(run_demo("--json", "--url", server.url(), folder=tmp_path)))

    invoice = members(day["invoice"])
    assert picked(
        invoice, "total_before", "discount_amount", "total_after", "total_cogs", "profit_amount"
    ) == [
        "5444.97",
        "272.25",
        "5172.72",
        "3840.75",
        "1331.97",
    ]
    assert picked(invoice, "paid_amount", "remaining_amount") == ["2750.50", "2422.22"]
    lines = rows(invoice["items"])
    assert [picked(line, "product_id", "discount_share", "cost") for line in lines] == [
        ["3", "105.00", "1601.25"],
        ["12", "162.75", "2185.50"],
        ["8", "4.50", "54.00"],
    ]
    layers = [[picked(layer, "qty", "cost") for layer in rows(line["allocations"])] for line in lines]
    assert layers == [
        [["35.0000", f"{35 * Decimal('31.50')}"], ["15.0000", f"{15 * Decimal('33.25')}"]],
        [["6.0000", "1860.00"], ["1.0000", "325.50"]],
        [["3.0000", "54.00"]],
    ]
    assert [picked(payment, "amount", "method") for payment in rows(invoice["payments"])] == [
        ["1000.00", "cash"],
        ["250.00", "wallet"],
        ["1500.50", "bank_transfer"],
    ]
    assert picked(
        invoice["customer"], "balance_before", "balance_after", "wallet_before", "wallet_after"
    ) == ["1710.00", "4132.22", "250.00", "0.00"]
    assert picked(invoice["work_order"], "total_invoice_amount", "total_paid", "total_remaining") == [
        "7602.72",
        "4250.50",
        "3352.22",
    ]

    new = str(invoice["invoice_id"])
    allocations = [picked(a, "invoice_id", "amount") for a in rows(members(day["payment"])["allocations"])]
    assert allocations == [["101", "780.00"], ["102", "930.00"], [new, "290.00"]]

    ledger = rows(members(day["statement"])["rows"])
    of_the_sale = [row for row in ledger if str(row["invoice_id"]) == new][:4]
    assert [
        picked(row, "transaction_type", "amount", "balance_after", "wallet_after") for row in of_the_sale
    ] == [
        ["invoice", "5172.72", "6882.72", "250.00"],
        ["payment", "-1000.00", "5882.72", "250.00"],
        ["payment", "-250.00", "5632.72", "0.00"],
        ["payment", "-1500.50", "4132.22", "0.00"],
    ]
    assert picked(members(day["wallet"])["customer"], "wallet_before", "wallet_after") == ["0.00", "500.00"]

    note = members(day["debit_note"])
    assert picked(note, "net_total", "tax_total", "total", "status") == ["100.00", "14.00", "114.00", "open"]
    assert picked(note["customer"], "balance_before", "balance_after") == ["2132.22", "2246.22"]

    refused = members(day["refused"])
    assert refused["token"] == "INSUFFICIENT_STOCK"
    assert "1000" in str(members(refused["values"])["needed"])
    assert "مواسير" in str(refused["arabic"])

    repeated = members(day["repeated"])
    assert repeated["same_answer"] is True
    assert repeated["invoices_before"] == repeated["invoices_after"]
    assert repeated["ledger_rows_before"] == repeated["ledger_rows_after"]

    assert picked(rows(members(day["work_orders"])["work_orders"])[0], "total_remaining") == ["2132.22"]
    checks = rows(day["checks"])
    assert len(checks) > 10
    assert all(check["ok"] for check in checks)


def test_the_tables_are_for_people_and_the_database_is_gone(server: Server, tmp_path: Path) -> None:
    with closing(server.connect()) as admin:
        before = fetch(admin, "SHOW DATABASES LIKE 'daftar_demo_%'")
        shown = run_demo("--url", server.url("mysql"), folder=tmp_path)
        assert fetch(admin, "SHOW DATABASES LIKE 'daftar_demo_%'") == before
    for figure in (
        "5,172.72",
        "22: 35, 1,102.50",
        "2,422.22",
        "3,352.22",
        "INSUFFICIENT_STOCK",
        "مواسير بي في سي 2 بوصة",
    ):
        assert figure in shown


def test_without_a_server_it_starts_its_own_and_keeps_the_folder(tmp_path: Path) -> None:
    find_binaries()
    assert "5,172.72" in run_demo(folder=tmp_path)
    assert (tmp_path / ".demo" / "data").is_dir()
    assert "5,172.72" in run_demo(folder=tmp_path)
