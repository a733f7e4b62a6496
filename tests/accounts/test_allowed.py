"""Every public procedure and every view works for the application account, as they are deployed."""

from __future__ import annotations

from contextlib import closing

from pyclient.deploy import doctor
from pyclient.deploy.session import fetch, quoted
from pyclient.wire import parse
from tests.accounts import day
from tests.accounts.conftest import GuardedShop
from tests.accounts.statements import read_catalogue
from tests.shop import call_text


def test_there_is_a_call_for_every_public_procedure(guarded: GuardedShop) -> None:
    named = {procedure for procedure, _ in [*day.WRITES, *day.READS]}
    assert named == set(read_catalogue(guarded.shop.connection).public_procedures)


def test_doctor_says_what_the_application_may_not_read(guarded: GuardedShop) -> None:
    with closing(guarded.as_app()) as app:
        found = {finding.name: finding for finding in doctor.examine(app)}
    assert found["migrations"].level == "warning"
    assert "may not read" in found["migrations"].text
    assert not [finding for finding in found.values() if finding.level == "blocking"]


def test_the_application_calls_every_procedure_and_reads_every_view(guarded: GuardedShop) -> None:
    day.seed(guarded.shop)
    day.spoil(guarded.shop)
    with closing(guarded.as_app()) as app:
        for procedure, argument in [*day.WRITES, *day.READS]:
            answer = parse(call_text(app, procedure, argument))
            assert isinstance(answer, dict)
            assert answer["ok"] is True, procedure
        for view in read_catalogue(guarded.shop.connection).public_views:
            assert fetch(app, f"SELECT * FROM {quoted(view)}"), view
    with closing(guarded.as_report()) as report:
        for view in read_catalogue(guarded.shop.connection).public_views:
            assert fetch(report, f"SELECT * FROM {quoted(view)}"), view
