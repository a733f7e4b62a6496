"""daftar migrate, rollback, deploy, grant, doctor, verify and repair: the database itself."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import FOUND_SOMETHING_WRONG, Settings, command, writing_options
from pyclient.deploy import doctor as examination
from pyclient.deploy import grants
from pyclient.deploy import migrate as deployment
from pyclient.deploy import verify as verification
from pyclient.deploy.accounts import Account
from pyclient.deploy.loader import Change
from pyclient.deploy.verify import CheckResult

owner_option = click.option(
    "--owner",
    metavar="NAME",
    help="The account that the routines run as; made and locked where it is missing. The last one stays.",
)


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    for each in (migrate, rollback, deploy, grant, doctor, verify, repair):
        command(main)(each)


@click.option("--currency", default="EGP", show_default=True, help="Of the shop, when its company is made.")
@click.option("--time-zone", default="Africa/Cairo", show_default=True, help="Likewise.")
@owner_option
@click.option("--dry-run", is_flag=True, help="Say what is to do and change nothing.")
def migrate(settings: Settings, currency: str, time_zone: str, owner: str | None, dry_run: bool) -> None:
    """Bring an empty database, the shop's own one or an older Daftar to this version. Safe to repeat.

    \b
    Examples:
      daftar migrate --dry-run
      daftar migrate --currency EGP --time-zone Africa/Cairo --owner shop_owner
    """
    with _quiet_yoyo():
        report = deployment.migrate(
            settings.require_url(), currency, time_zone, dry_run, output.say, owner_name=owner
        )
    _report(settings, report.migrations, report.objects, report.warnings, dry_run=dry_run)


@click.option("--to", metavar="MIGRATION", help="Keep this migration and those before it; without it, none.")
@click.confirmation_option(prompt="Take Daftar's tables and routines out of this database?")
def rollback(settings: Settings, to: str | None) -> None:
    """Undo migrations; the shop's own tables and all their rows stay.

    \b
    Example:
      daftar rollback --yes
    """
    with _quiet_yoyo():
        undone = deployment.rollback(settings.require_url(), to, output.say)
    if settings.json:
        output.print_json({"undone": undone})
    else:
        output.show("Undone", ["migration"], [(name,) for name in undone])


@owner_option
@click.option("--dry-run", is_flag=True, help="Say what is to do and change nothing.")
def deploy(settings: Settings, owner: str | None, dry_run: bool) -> None:
    """Bring routines, triggers and views to this version's state; tables stay as they are.

    \b
    Examples:
      daftar deploy --dry-run
      daftar deploy --owner shop_owner
    """
    report = deployment.deploy(settings.require_url(), output.say, owner_name=owner, dry_run=dry_run)
    _report(settings, (), report.changes, report.warnings, dry_run=dry_run)


@click.option("--app", "apps", multiple=True, metavar="ACCOUNT", help="May call procedures and read views.")
@click.option("--report", "reports", multiple=True, metavar="ACCOUNT", help="May read the views.")
@click.option("--dry-run", is_flag=True, help="Print the GRANT statements and change nothing.")
def grant(settings: Settings, apps: Sequence[str], reports: Sequence[str], dry_run: bool) -> None:
    """Let accounts or roles, which must exist, call the procedures (--app) or only read the views (--report).

    Gives no right on tables and takes none away, but names those that an account has. Safe to repeat.

    \b
    Examples:
      daftar grant --app shop_app@localhost --report shop_report@localhost
      daftar grant --app shop_app@localhost --dry-run
    """
    if not apps and not reports:
        raise click.UsageError("nobody to give rights to: --app ACCOUNT, --report ACCOUNT or both")
    applications, readers = [Account.parse(a) for a in apps], [Account.parse(r) for r in reports]
    with settings.connection() as connection:
        if dry_run:
            script = [sql for *_, sql in grants.statements(connection, applications, readers)]
            if settings.json:
                output.print_json({"dry_run": True, "statements": script})
            else:
                click.echo("\n".join(f"{sql};" for sql in script))
            return
        given = grants.give(connection, applications, readers)
    if settings.json:
        output.print_json([dataclasses.asdict(each) for each in given])
    else:
        output.show(
            "Given",
            ["account", "procedures to call", "views to read"],
            [(each.account, len(each.procedures), len(each.views)) for each in given],
        )
    for each in given:
        for revoke in each.excess:
            output.say(f"warning: {each.account} may do more than that; when nothing needs it: {revoke}")


def doctor(settings: Settings) -> None:
    """Look for what can hurt: version, rights, server settings, hand-edited routines, old transactions.

    Exits 1 when something is blocking.

    \b
    Example:
      daftar doctor
    """
    with settings.connection() as connection:
        findings = examination.examine(connection)
    if settings.json:
        output.print_json([dataclasses.asdict(finding) for finding in findings])
    else:
        output.show(
            "What the doctor found",
            ["level", "what", "finding", "remedy"],
            [(f.level, f.name, f.text, f.remedy) for f in findings],
        )
    _exit_unless(all(finding.level != "blocking" for finding in findings))


@click.option(
    "--quick",
    is_flag=True,
    help="In seconds: the balances of customers and suppliers, and the newest documents.",
)
def verify(settings: Settings, quick: bool) -> None:
    """Check that the books are consistent. Exits 1 when a check fails.

    \b
    Examples:
      daftar verify --json
      daftar verify --quick
    """
    with settings.connection() as connection:
        results = verification.run(connection, quick=quick)
    if settings.json:
        output.print_json([dataclasses.asdict(result) for result in results])
    else:
        show_checks(results)
    _exit_unless(all(result.ok for result in results))


@click.option("--check", "checks", multiple=True, metavar="NAME", help="Only rows that this check names.")
@click.option("--apply", is_flag=True, help="Change them; without it, say only what would be changed.")
@writing_options
def repair(
    settings: Settings, checks: Sequence[str], apply: bool, created_by: int, request_id: str | None
) -> None:
    """Rebuild what documents explain: derived totals, missing journal entries and movements, links.

    Exits 1 when something is left to repair, or is beyond repair.

    \b
    Examples:
      daftar repair --user 1
      daftar repair --check work_order_totals --apply --user 1
    """
    request = models.RepairRequest(
        checks=list(checks) or None, dry_run=not apply, created_by=created_by, request_id=request_id
    )
    call = calls.repair_books(request)
    with settings.client() as client:
        text = client.run(calls.as_text(call))
    answer = call.read(text)
    if settings.json:
        output.print_json_text(text)
    else:
        _show_repair(answer)
    _exit_unless(answer.beyond_repair_count == 0 and (apply or answer.change_count == 0))


def _show_repair(answer: models.RepairedBooks) -> None:
    output.show(
        f"To repair: {answer.change_count}" if answer.dry_run else f"Repaired: {answer.change_count}",
        ["check", "table", "row", "column", "before", "after"],
        [
            (each.check, each.table_name, each.row_id, each.column, each.before, each.after)
            for each in answer.changes
        ],
    )
    if answer.beyond_repair:
        output.show(
            f"Beyond repair: {answer.beyond_repair_count}",
            ["check", "table", "row", "expected", "found"],
            [
                (each.check, each.table_name, each.row_id, each.expected, each.found)
                for each in answer.beyond_repair
            ],
        )


def show_checks(results: Sequence[CheckResult]) -> None:
    """Print every check, and a sample of the rows that break one."""
    output.show(
        "Checks",
        ["check", "result", "violations"],
        [(result.name, "ok" if result.ok else "FAILED", result.violations) for result in results],
    )
    for result in results:
        if not result.ok:
            output.show(
                f"{result.name}: the first rows",
                ["table", "row", "expected", "found"],
                [(row.table_name, row.row_id, row.expected, row.found) for row in result.sample],
            )


def _report(
    settings: Settings,
    migrations: Sequence[str],
    objects: Sequence[Change],
    warnings: Sequence[str],
    *,
    dry_run: bool,
) -> None:
    changed = [change for change in objects if change.action != "unchanged"]
    for warning in warnings:
        output.say(f"warning: {warning}")
    if settings.json:
        output.print_json(
            {
                "dry_run": dry_run,
                "migrations": list(migrations),
                "objects": [dataclasses.asdict(change) for change in changed],
                "unchanged": len(objects) - len(changed),
                "warnings": list(warnings),
            }
        )
        return
    if migrations or changed:
        output.show(
            "To do" if dry_run else "Done",
            ["what", "name", "action", "why"],
            [
                *(("migration", name, "to apply" if dry_run else "applied", "") for name in migrations),
                *((change.kind.lower(), change.name, change.action, change.reason) for change in changed),
            ],
        )
    output.say(f"{len(objects) - len(changed)} routines, triggers and views are as they should be already")


@contextmanager
def _quiet_yoyo() -> Iterator[None]:
    """yoyo prints the rows of a migration's SELECTs on stdout, where only the answer belongs."""
    with redirect_stdout(io.StringIO()):
        yield


def _exit_unless(well: bool) -> None:
    if not well:
        click.get_current_context().exit(FOUND_SOMETHING_WRONG)
