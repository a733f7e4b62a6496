"""daftar audit: the audit trail's head, to be kept outside, and whether the trail is whole."""

from __future__ import annotations

from typing import TextIO

import click

from pyclient import calls, errors, models, wire
from pyclient.cli import output
from pyclient.cli.context import FOUND_SOMETHING_WRONG, Settings, command


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(group)


@click.group("audit")
def group() -> None:
    """The audit trail: who changed what, in chains of hashes."""


@command(group)
def head(settings: Settings) -> None:
    """Print the ends of the trail's chains as one line of JSON, to be kept where this account cannot write.

    \b
    Example:
      daftar audit head > /mnt/elsewhere/audit-head.json
    """
    with settings.client() as client:
        output.print_json_text(client.run(calls.as_text(calls.audit_head())))


@command(group)
@click.option(
    "--head", "file", type=click.File(encoding="utf-8"), help="What `daftar audit head` printed once."
)
def verify(settings: Settings, file: TextIO | None) -> None:
    """Look for rows that were changed, removed, inserted or moved. Exits 1 when there is one.

    \b
    Examples:
      daftar audit verify
      daftar audit verify --head /mnt/elsewhere/audit-head.json
    """
    kept = _read_head(file) if file else None
    call = calls.verify_audit(kept)
    with settings.client() as client:
        text = client.run(calls.as_text(call))
    found = call.read(text)
    settings.show(call, text, _show)
    if not found.whole:
        raise click.exceptions.Exit(FOUND_SOMETHING_WRONG)


def _read_head(file: TextIO) -> models.AuditHead:
    try:
        return wire.decode(models.AuditHead, file.read())
    except (ValueError, errors.UnreadableAnswerError) as error:
        raise click.UsageError(f"{file.name} is no head of an audit trail: {error}") from None


def _show(found: models.VerifiedAudit) -> None:
    output.show(
        "The audit trail is whole" if found.whole else "The audit trail is broken",
        ["table", "row", "expected", "found"],
        [(each.table_name, each.row_id, each.expected, each.found) for each in found.breaks],
    )
