from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

import pytest

from pyclient.connection import connect
from pyclient.deploy import migrate
from pyclient.deploy.rights import NEEDED, parse_grants
from pyclient.deploy.session import DeployError, execute, fetch
from tests.deploy.accounts import account, as_account, database_of
from tests.server import Server


@pytest.mark.parametrize(
    ("scope", "counts"),
    [
        ("*.*", True),
        ("`shop_1`.*", True),
        (r"`shop\_1`.*", True),
        ("`shop%`.*", True),
        ("`sho_x1`.*", False),
        (r"`shop\%`.*", False),
        ("`other`.*", False),
        ("`shop_1`.`users`", False),
    ],
)
def test_a_grant_counts_where_its_scope_holds_the_database(scope: str, counts: bool) -> None:
    rights = parse_grants([f"GRANT SELECT, CREATE ROUTINE ON {scope} TO `a`@`%`"], "shop_1")
    assert rights.has("CREATE ROUTINE") is counts
    assert not rights.has("TRIGGER")


def test_all_privileges_of_the_database_are_not_super() -> None:
    rights = parse_grants(["GRANT USAGE ON *.* TO `a`@`%`", "GRANT ALL PRIVILEGES ON `s`.* TO `a`@`%`"], "s")
    assert rights.has("TRIGGER")
    assert not rights.is_super


@contextmanager
def _hosted(server: Server, url: str, rights: str) -> Iterator[str]:
    """The URL of an account that a hoster gives: rights on one database only."""
    with account(server, f"{rights} ON `{database_of(url)}`.*") as name:
        yield as_account(url, name)


@pytest.mark.parametrize("right", ["TRIGGER", "CREATE ROUTINE", "REFERENCES", "ALTER ROUTINE"])
def test_a_missing_right_is_named_before_the_first_change(
    server: Server, fresh_database: Callable[[], str], right: str
) -> None:
    url = fresh_database()
    given = ", ".join(r for r in NEEDED if r != right)
    with _hosted(server, url, given) as hosted:
        with pytest.raises(DeployError, match=rf"lacks {right}; ask for: GRANT {right} ON"):
            migrate.migrate(hosted)
        with closing(connect(url)) as connection:
            assert fetch(connection, "SHOW TABLES") == []


def test_who_may_only_read_is_told_so_by_a_rollback_and_a_dry_run(
    server: Server, fresh_database: Callable[[], str]
) -> None:
    url = fresh_database()
    migrate.migrate(url)
    with _hosted(server, url, "SELECT, EXECUTE") as hosted:
        for run in (migrate.rollback, partial(migrate.deploy, dry_run=True)):
            with pytest.raises(DeployError, match=r"nothing was changed: .*lacks .*CREATE ROUTINE"):
                run(hosted)
    assert migrate.deploy(url, dry_run=True).changes
    with closing(connect(url)) as connection:
        assert migrate.pending_migrations(connection) == []


def test_exactly_the_needed_rights_do_for_everything(
    server: Server, fresh_database: Callable[[], str]
) -> None:
    """With the binary log on, the server wants SUPER or log_bin_trust_function_creators on top."""
    url = fresh_database()
    with closing(server.connect()) as admin, _hosted(server, url, ", ".join(NEEDED)) as hosted:
        log_bin, trusted = fetch(admin, "SELECT @@log_bin, @@log_bin_trust_function_creators")[0]
        if log_bin and not trusted:
            with pytest.raises(DeployError, match="log_bin_trust_function_creators = 1"):
                migrate.migrate(hosted)
            with closing(connect(url)) as connection:
                assert fetch(connection, "SHOW TABLES") == []
            execute(admin, "SET GLOBAL log_bin_trust_function_creators = 1")
        try:
            migrate.migrate(hosted)
            assert migrate.rollback(hosted)
            assert migrate.migrate(hosted).migrations
        finally:
            execute(admin, f"SET GLOBAL log_bin_trust_function_creators = {trusted}")
