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
            found = browser.get(f"{address}lists.php", params={"list": "customers"}, timeout=10).json()
            assert [row["name"] for row in found["customers"]] == ["محمد علي", "شركة ABC للمقاولات"]
        finally:
            demo.send_signal(signal.SIGINT)
        assert demo.wait(30) == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=10)
    assert databases() == before
