"""What all tests share: the server, its databases, and the line that ends the run.

Options: --engine mariadb|mysql|mariadb-11.8 (see tests/server.py for where the server comes from), --slow.
Fixtures: shop (a database with the package, cleaned before each test, checked after it), database (one more,
for tests that change routines or tables), fresh_database (empty ones).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from pyclient.deploy.session import execute, freeze
from pyclient.deploy.source import read_objects
from pyclient.private_server import PrivateServerError
from pyclient.wire import JsonValue
from tests import raised_tokens
from tests import shop as shop_module
from tests.server import ENGINES, Server, running_server
from tests.shop import Shop, empty_database
from tests.till import CASHIER, Till

_server = pytest.StashKey[Server]()
_started = pytest.StashKey[float]()

_REASON_CHARACTERS = 600


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("daftar")
    group.addoption("--engine", choices=sorted(ENGINES), default="mariadb", help="the server to test on")
    group.addoption("--slow", action="store_true", help="run the long programs and large tables too")
    group.addoption("--closing-line", type=Path, metavar="FILE", help="append the run's closing line to FILE")


def pytest_configure(config: pytest.Config) -> None:
    tokens: set[str] = set()
    config.stash[raised_tokens.raised] = tokens
    config.stash[_started] = time.monotonic()
    collecting = ExitStack()
    collecting.enter_context(raised_tokens.collected(tokens))
    config.add_cleanup(collecting.close)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
    items.sort(key=lambda item: item.path.name == "test_every_token_is_raised.py")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    """The closing line: '<engine> <version>: 12 passed, 0 failed, 1 skipped in 3.4 s'.

    In the file, the first failures follow it, indented: of two runs side by side, often only the end is kept.
    """
    stats = terminalreporter.stats

    def count(*outcomes: str) -> int:
        return sum(len(stats.get(outcome, [])) for outcome in outcomes)

    server = config.stash.get(_server, None)
    line = (
        f"{f'{server.engine} {server.version}' if server else config.getoption('--engine')}: "
        f"{count('passed')} passed, {count('failed', 'error')} failed, {count('skipped')} skipped "
        f"in {time.monotonic() - config.stash[_started]:.1f} s"
    )
    if exitstatus not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        line += f" ({pytest.ExitCode(exitstatus).name.lower().replace('_', ' ')})"
    terminalreporter.write_line(line)
    closing_line: Path | None = config.getoption("--closing-line")
    if closing_line:
        with closing_line.open("a") as file:
            file.write(line + "\n")
            for report in [*stats.get("failed", []), *stats.get("error", [])][:20]:
                reason = " ".join(report.longreprtext.split())[-_REASON_CHARACTERS:]
                file.write(f"  {report.nodeid} ({report.when}): {reason}\n")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server under test, for the whole run."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(running_server(request.config.getoption("--engine")))
        except (LookupError, PrivateServerError) as problem:
            pytest.exit(f"no server to test on: {problem}", returncode=pytest.ExitCode.USAGE_ERROR)
        request.config.stash[_server] = started
        yield started


@pytest.fixture(scope="session")
def database_name(server: Server) -> Callable[[], str]:
    """Names for databases of this run: two runs may share a server."""
    run = f"daftar_test_{time.time_ns() // 1000 % 10**12}"
    numbers = iter(range(1, 10**6))
    return lambda: f"{run}_{next(numbers)}"


@pytest.fixture
def fresh_database(server: Server, database_name: Callable[[], str]) -> Iterator[Callable[[], str]]:
    """A factory of empty databases: each call gives the URL of a new one; dropped after the test."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(empty_database(server, database_name()))


@pytest.fixture(scope="session")
def _migrated_shop(server: Server, database_name: Callable[[], str]) -> Iterator[Shop]:
    with Shop.created(server, database_name()) as migrated, migrated.remembered():
        yield migrated


@pytest.fixture
def shop(_migrated_shop: Shop, request: pytest.FixtureRequest) -> Iterator[Shop]:
    """The run's database with the package in its first state; db/checks must find nothing after the test."""
    _migrated_shop.restore()
    yield _migrated_shop
    _check(_migrated_shop, request)


@pytest.fixture
def till(shop: Shop) -> Till:
    """The shop with a cashier in it."""
    execute(
        shop.connection, "INSERT INTO users (id, username, role) VALUES (%s, 'cashier', 'user')", (CASHIER,)
    )
    return Till(shop)


@pytest.fixture
def days_pass(till: Till) -> Iterator[Callable[[int], None]]:
    """``days_pass(1)``: from now on the clock of the database shows the same time of tomorrow."""

    def put(body: str) -> None:
        with closing(till.shop.server.connect(till.shop.name)) as connection:
            freeze(connection)  # as it is deployed: doctor looks at its clock
            execute(connection, "DROP FUNCTION _now")
            execute(connection, body)

    yield lambda count: put(
        "CREATE FUNCTION _now() RETURNS DATETIME NOT DETERMINISTIC NO SQL"
        f" RETURN UTC_TIMESTAMP() + INTERVAL {count} DAY"
    )
    put(next(each.statement for each in read_objects(till.shop.server.engine) if each.name == "_now"))


@pytest.fixture
def database(
    server: Server, database_name: Callable[[], str], request: pytest.FixtureRequest
) -> Iterator[Shop]:
    """A database of the test's own, migrated and deployed: some seconds. For tests that change routines."""
    with Shop.created(server, database_name()) as own:
        yield own
        _check(own, request)


def _check(shop: Shop, request: pytest.FixtureRequest) -> None:
    shop.disconnect()
    if request.node.get_closest_marker("corrupts") is None:
        found = shop.violations()
        if found:
            pytest.fail(f"after the test, db/checks finds: {found}")


@pytest.fixture
def call() -> Callable[..., dict[str, JsonValue]]:
    """:func:`tests.shop.call`: ``call(connection, "sp_x", {...})`` gives the parsed answer."""
    return shop_module.call
