"""The example page, served by `php -S` on the run's database by an account that may only call procedures."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from selenium import webdriver

from pyclient.demo.page import serving
from pyclient.deploy.source import db_dir
from tests.deploy.accounts import account, as_account
from tests.examples.old_page import OldPage, PageServer
from tests.examples.screen import Screen
from tests.server import Server
from tests.shop import Shop
from tests.till import CASHIER, Till, number

# Of one session each: PHP's server answers one request at a time, and a web server many.
SERVERS = 3


@pytest.fixture(scope="session")
def _page_server(
    server: Server, _migrated_shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PageServer]:
    sessions = tmp_path_factory.mktemp("sessions")
    log = tmp_path_factory.mktemp("php") / "error.log"
    public = [path.stem for path in (db_dir() / "procedures").rglob("sp_*.sql")]
    grants = [f"EXECUTE ON PROCEDURE {_migrated_shop.name}.{name}" for name in public]
    settings = {
        "session.save_path": str(sessions),
        "error_log": str(log),
        "error_reporting": "-1",
        "log_errors": "1",
    }
    with account(server, *grants) as user, ExitStack() as stack:
        url = as_account(_migrated_shop.url, user)
        addresses = [
            stack.enter_context(serving(url, user=CASHIER, settings=settings)) for _ in range(SERVERS)
        ]
        yield PageServer(addresses, user, sessions, log)


@pytest.fixture
def page_server(_page_server: PageServer, till: Till) -> Iterator[PageServer]:
    """The running page on the test's shop. PHP must have nothing to complain about."""
    _page_server.log.unlink(missing_ok=True)
    yield _page_server
    complaints = _page_server.logged()
    assert "PHP " not in complaints, complaints


@pytest.fixture
def old_page(page_server: PageServer) -> OldPage:
    """The shop's old page, loaded: a session with its token."""
    return OldPage(page_server).load()


@pytest.fixture(scope="session")
def _browser() -> Iterator[webdriver.Chrome]:
    profile = tempfile.mkdtemp(prefix="daftar-chromium-")
    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium")
    for flag in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "window-size=1280,900",
        f"user-data-dir={profile}",
    ):
        options.add_argument(f"--{flag}")
    # With its path, or selenium would look for a driver to download.
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(_program("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"there is no {name}: apt-get install chromium chromium-driver", pytrace=False)
    return found


@pytest.fixture
def shift(till: Till) -> int:
    """The open shift of whoever is at the page."""
    till.call("sp_save_till", {"code": "T1", "name": "الكاشير 1"})
    return number(till.call("sp_open_shift", {"till": "T1", "opening_cash": "500"})["shift_id"])


@pytest.fixture
def screen(page_server: PageServer, _browser: webdriver.Chrome) -> Iterator[Screen]:
    """The page in a browser without cookies, 1280 pixels wide; each test opens it after its data is there."""
    _browser.delete_all_cookies()
    yield Screen(_browser, page_server.addresses[0])
    _browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    # A dialog left open, or a script that failed, is the page's fault.
    assert [entry for entry in _browser.get_log("browser") if entry["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]
