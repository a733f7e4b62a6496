"""daftar invoice|order|debit-note|customer|till print: which document, in which form, and where it goes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pyclient.print
from pyclient.cli import main
from pyclient.client import Client
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
    for kind, command in {
        "invoice": ["invoice", "print", invoice],
        "payment": ["invoice", "print", invoice, "--payment", str(shop.payment)],
        "return": ["invoice", "print", invoice, "--return", str(shop.returned)],
        "order": ["order", "print", str(shop.order)],
        "debit note": ["debit-note", "print", str(shop.debit_note)],
        "statement": ["customer", "print", str(shop.customer), "--from", "2020-01-01"],
        "wallet": ["customer", "print", str(shop.customer), "--wallet", str(shop.deposit)],
        "shift": ["till", "print", "--shift", str(shop.shift)],
        "closing": ["till", "print", "--day", str(shop.till.today())],
    }.items():
        document = shop.documents()[kind]
        done = daftar(*command, "--html", "--format", "receipt", url=url)
        assert (done.exit_code, done.stdout) == (0, f"{document.number}.html\n"), done.output
        assert document.number in (folder / f"{document.number}.html").read_text("utf-8")


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
    customer = till.customer()
    sold = till.sell(customer, line(till.product(keeps_stock=False), 1, 5))
    invoice, url = number(sold["invoice_id"]), till.shop.url
    for command, token in (
        (["invoice", "print", "99"], "UNKNOWN_INVOICE"),
        (["invoice", "print", f"{invoice}", "--payment", "9"], "UNKNOWN_PART"),
        (["invoice", "print", f"{invoice}", "--return", "9"], "UNKNOWN_PART"),
        (["debit-note", "print", "99"], "UNKNOWN_DEBIT_NOTE"),
        (["customer", "print", "99"], "UNKNOWN_CUSTOMER"),
        (["customer", "print", f"{customer}", "--wallet", "9"], "UNKNOWN_PART"),
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
        ["invoice", "print", "1", "--json", "-o", "-"],
        ["invoice", "print", "1", "--format", "a5"],
    ],
)
def test_wrong_usage_exits_2(command: list[str]) -> None:
    done = daftar(*command)
    assert (done.exit_code, done.stdout) == (2, "")


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
    assert f"printing needs the package {package}: pip install 'daftar[print]'" in said
