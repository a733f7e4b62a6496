"""`daftar demo --page`: the shop's own data behind the page, until Ctrl-C."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import requests

from pyclient.demo import page_shop
from pyclient.deploy.session import fetch
from tests.server import Server

PROJECT = Path(__file__).parents[2]
START_SECONDS = 120


def test_the_page_stands_on_the_shops_data_and_goes_with_ctrl_c(server: Server) -> None:
    def databases() -> list[tuple[object, ...]]:
        with closing(server.connect()) as admin:
            return fetch(admin, "SHOW DATABASES LIKE 'daftar_demo_%'")

    before = databases()
    demo = subprocess.Popen(
        [sys.executable, "-m", "pyclient.cli", "demo", "--page", "--json", "--url", server.url()],
        cwd=PROJECT,
        # what is printed has to come through a pipe at once, also where Python holds it back
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdout=subprocess.PIPE,
    )
    with demo:
        try:
            assert demo.stdout is not None
            assert select.select([demo.stdout], [], [], START_SECONDS)[0], "it does not say where the page is"
            address = json.loads(demo.stdout.readline())["page"]
            browser = requests.Session()
            assert 'dir="rtl"' in browser.get(address, timeout=10).text

            def found(name: str, **asked: str) -> list[dict[str, object]]:
                answer = browser.get(f"{address}lists.php", params={"list": name, **asked}, timeout=10)
                rows = answer.json()[name]
                assert isinstance(rows, list)
                return rows

            names = [row["name"] for row in found("customers")]
            assert names == ["محمد علي", "شركة ABC للمقاولات", "عميل نقدي"]
            # where a shift can be opened, and everything can be scanned
            assert [(row["code"], row["open_shift"]) for row in found("tills")] == [("T1", None)]
            for barcode in (*page_shop.BARCODES.values(), *(row[1] for row in page_shop.MORE_PRODUCTS)):
                (product,) = found("products", search=barcode)
                assert float(str(product["in_stock"])) > 0
        finally:
            demo.send_signal(signal.SIGINT)
        assert demo.wait(30) == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=10)
    assert databases() == before
