"""daftar invoice|payment|wallet|... print: which document, in which form, and where it goes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pyclient.print
from pyclient.cli import main
from pyclient.client import Client
from pyclient.print.pages import as_html
from tests.print.conftest import PrintedShop
from tests.till import Till, line, number

NOBODY = "mysql://root@127.0.0.1:1/daftar"


def daftar(*arguments: str, url: str = NOBODY) -> Result:
    return CliRunner().invoke(main, arguments, env={"DAFTAR_URL": url})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_group_prints_its_documents(printed_shop: PrintedShop, folder: Path) -> None:
    shop, url = printed_shop, printed_shop.till.shop.url
    invoice = str(shop.invoice)
    documents = shop.documents()
    payment, deposit = str(shop.payment), str(shop.deposit)
    for kind, command in (
        ("invoice", ["invoice", "print", invoice]),
        ("payment", ["invoice", "print", invoice, "--payment", payment]),
        ("payment", ["payment", "print", payment]),
        ("payment of a debit note", ["payment", "print", str(shop.note_payment)]),
        ("return", ["invoice", "print", invoice, "--return", str(shop.returned)]),
        ("order", ["order", "print", str(shop.order)]),
        ("debit note", ["debit-note", "print", str(shop.debit_note)]),
        ("statement", ["customer", "print", str(shop.customer), "--from", "2020-01-01"]),
        ("wallet", ["customer", "print", str(shop.customer), "--wallet", deposit]),
        ("wallet", ["wallet", "print", deposit]),
        ("shift", ["till", "print", "--shift", str(shop.shift)]),
        ("closing", ["till", "print", "--day", str(shop.till.today())]),
    ):
        written = folder / f"{documents[kind].number}.html"
        written.unlink(missing_ok=True)
        done = daftar(*command, "--html", "--format", "receipt", url=url)
        assert (done.exit_code, done.stdout) == (0, f"{written.name}\n"), done.output
        assert written.read_text("utf-8") == as_html(documents[kind], "receipt")


def test_where_the_page_goes(till: Till, client: Client, folder: Path) -> None:
    sold = till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 5))
    command, url = ["invoice", "print", str(sold["invoice_id"])], till.shop.url
    told = json.loads(daftar(*command, "--json", url=url).stdout)
    assert told == {"ok": True, "file": f"{sold['invoice_no']}.pdf"}
    assert (folder / told["file"]).read_bytes().startswith(b"%PDF")
    assert daftar(*command, "-o", "here.pdf", url=url).stdout == "here.pdf\n"
    assert (folder / "here.pdf").read_bytes().startswith(b"%PDF")
    assert daftar(*command, "-o", "-", url=url).stdout_bytes.startswith(b"%PDF")
    nowhere = daftar(*command, "-o", "nowhere/x.pdf", url=url)
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "nowhere/x.pdf" in nowhere.stderr


def test_what_is_not_there_is_said(till: Till, client: Client) -> None:
    customer, product = till.customer(), till.product(keeps_stock=False)
    sold = till.sell(customer, line(product, 1, 5))
    till.sell(customer, line(product, 1, 5), status="paid")
    till.deposit(till.customer(), 5)
    invoice, url = number(sold["invoice_id"]), till.shop.url
    for command, token in (
        (["invoice", "print", "99"], "UNKNOWN_INVOICE"),
        (["invoice", "print", f"{invoice}", "--payment", "9"], "UNKNOWN_PAYMENT"),
        (["invoice", "print", f"{invoice}", "--payment", "1"], "UNKNOWN_PART"),
        (["invoice", "print", f"{invoice}", "--return", "9"], "UNKNOWN_PART"),
        (["payment", "print", "99"], "UNKNOWN_PAYMENT"),
        (["wallet", "print", "99"], "UNKNOWN_WALLET_TRANSACTION"),
        (["debit-note", "print", "99"], "UNKNOWN_DEBIT_NOTE"),
        (["customer", "print", "99"], "UNKNOWN_CUSTOMER"),
        (["customer", "print", f"{customer}", "--wallet", "9"], "UNKNOWN_WALLET_TRANSACTION"),
        (["customer", "print", f"{customer}", "--wallet", "1"], "UNKNOWN_PART"),
        (["till", "print", "--shift", "9"], "UNKNOWN_SHIFT"),
        (["till", "print", "--day", "2025-01-31"], "UNKNOWN_CLOSING"),
    ):
        done = daftar(*command, "--json", url=url)
        assert (done.exit_code, json.loads(done.stdout)["token"]) == (1, token)


@pytest.mark.parametrize(
    "command",
    [
        ["till", "print"],
        ["till", "print", "--shift", "1", "--day", "2025-01-31"],
        ["invoice", "print", "1", "--payment", "1", "--return", "1"],
        ["customer", "print", "1", "--wallet", "1", "--from", "2025-01-31"],
        ["invoice", "print", "1", "-o", "page.html"],
        ["invoice", "print", "1", "-o", "page"],
        ["payment", "print", "1", "--html", "-o", "page.pdf"],
        ["invoice", "print", "1", "--format", "a5"],
    ],
)
def test_wrong_usage_exits_2(command: list[str]) -> None:
    done = daftar(*command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: ")


def test_standard_output_takes_the_page_or_json() -> None:
    done = daftar("invoice", "print", "1", "--json", "-o", "-")
    assert (done.exit_code, json.loads(done.stdout)["token"]) == (2, "USAGE")


@pytest.mark.parametrize("package", ["jinja2", "segno", "weasyprint"])
def test_what_to_install_is_said(
    till: Till, client: Client, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    sold = till.sell(till.customer(), line(till.product(keeps_stock=False), 1, 5))
    monkeypatch.delattr(pyclient.print, "pages", raising=False)
    monkeypatch.delitem(sys.modules, "pyclient.print.pages", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    done = daftar("invoice", "print", str(sold["invoice_id"]), url=till.shop.url)
    assert (done.exit_code, done.stdout) == (2, "")
    said = " ".join(done.stderr.split())
    assert f"printing needs the package {package}: in Daftar's folder, pip install '.[print]'" in said
