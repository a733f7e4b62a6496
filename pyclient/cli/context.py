"""What every command shares: --url, --json, the client, and how errors become exit codes."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TextIO, TypeVar

import click
import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import errors, wire
from pyclient.calls import Call, as_text
from pyclient.cli import output
from pyclient.client import Client
from pyclient.connection import connect, parse_url
from pyclient.deploy.session import DeployError
from pyclient.private_server import PrivateServerError

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

_JSON_ASKED = f"{__name__}.json"

FOUND_SOMETHING_WRONG = 1
WRONG_USAGE_OR_NO_SERVER = 2

# No right to connect, no such database, no such host, nobody there.
_NO_SERVER_ERRNOS = frozenset({1040, 1044, 1045, 1049, 1130, 1698, 2002, 2003, 2005, 2006, 2013, 2026, 2055})


@dataclass
class Settings:
    """The options that stand before or after a command."""

    url: str | None = field(default_factory=lambda: os.environ.get("DAFTAR_URL"))
    json: bool = False

    def require_url(self) -> str:
        """The database's URL; a usage error when there is none, it is none, or it names no database."""
        url = self.require_server_url()
        if "database" not in parse_url(url):
            raise click.UsageError("the URL names no database: mysql://user:password@host:port/database")
        return url

    def require_server_url(self) -> str:
        """The URL of a server, with or without a database."""
        if not self.url:
            raise click.UsageError(
                "no database: give --url mysql://user:password@host:port/database, or set DAFTAR_URL"
            )
        try:
            parse_url(self.url)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        return self.url

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A client of the database."""
        with Client.from_url(self.require_url()) as client:
            yield client

    @contextmanager
    def connection(self) -> Iterator[MySQLConnectionAbstract]:
        """A plain connection to the database."""
        connection = connect(self.require_url())
        try:
            yield connection
        finally:
            connection.close()

    def run(self, call: Call[T], table: Callable[[T], None]) -> None:
        """Send a call and show its answer: as the database's own JSON, or by ``table``."""
        with self.client() as client:
            self.show(call, client.run(as_text(call)), table)

    def show(self, call: Call[T], text: str, table: Callable[[T], None]) -> None:
        """Show the answer of a call: as the database's own JSON, or by ``table``."""
        if self.json:
            output.print_json_text(text)
        else:
            table(call.read(text))


pass_settings = click.make_pass_decorator(Settings, ensure=True)


def _set_url(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(Settings).url = value


def _set_json(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Settings).json = True


def shared_options(command: Callable[P, R]) -> Callable[P, R]:
    """--url and --json, which may stand before the command as well as after it."""
    for option in (
        click.option("--json", is_flag=True, expose_value=False, callback=_set_json,
                     help="Print one JSON document on stdout and nothing else."),
        click.option("--url", metavar="URL", expose_value=False, callback=_set_url,
                     help="mysql://user:password@host:port/database  [env: DAFTAR_URL]"),
    ):  # fmt: skip
        command = option(command)
    return command


def writing_options(command: Callable[P, R]) -> Callable[P, R]:
    """--user and --request-id of the commands that write."""
    request_id = click.option(
        "--request-id",
        metavar="KEY",
        help="Safe to repeat: the same key has one effect. Made when not given.",
    )
    return user_option(required=True)(request_id(command))


def user_option(*, required: bool) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """--user: who acts."""
    return click.option(
        "--user", "created_by", type=int, required=required, envvar="DAFTAR_USER", show_envvar=True,
        metavar="ID", help="The user who acts.",
    )  # fmt: skip


def due_options(command: Callable[P, R]) -> Callable[P, R]:
    """--due-date and --due-days of a supplier's bill."""
    day = click.option(
        "--due-date", type=click.DateTime(["%Y-%m-%d"]), help="To be paid until then; else as the supplier's."
    )
    days = click.option("--due-days", type=int, metavar="N", help="Instead: N days after the bill's day.")
    return day(days(command))


def given(values: Mapping[str, object]) -> dict[str, object]:
    """The options that stand on the command line: what is absent stays as it is in the database."""
    return {name: value for name, value in values.items() if value is not None}


def read_request(file: TextIO, **values: object) -> dict[str, object]:
    """The one JSON object of ``file``, with ``values`` in front of its own where they are given."""
    try:
        request = wire.parse(file.read())
    except ValueError as error:
        raise click.UsageError(f"{file.name} is not JSON: {error}") from None
    if not isinstance(request, dict):
        raise click.UsageError(f"{file.name} must hold one JSON object")
    return {**request, **given(values)}


class ErrorHandlingGroup(click.Group):
    """Turns the package's errors into sentences on stderr, a JSON document with --json, and exit codes."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the command line. Whether it says --json is looked up here: what is wrong with it may stand
        before that option is read."""
        asked = "--json" in args
        with _wrong_usage_as_json(asked):
            context = super().make_context(info_name, args, parent, **extra)
        context.meta[_JSON_ASKED] = asked
        return context

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; exits 1 for a refusal or a finding, 2 where there is no server."""
        try:
            with _wrong_usage_as_json(ctx.meta[_JSON_ASKED]):
                return super().invoke(ctx)
        except errors.DaftarError as error:
            no_server = isinstance(error, errors.ServerError) and error.errno in _NO_SERVER_ERRNOS
            _tell(ctx, error.token, error.english, error.arabic, error)
            ctx.exit(WRONG_USAGE_OR_NO_SERVER if no_server else FOUND_SOMETHING_WRONG)
        except mysql.connector.Error as error:
            translated = errors.no_daftar(errors.translate(error))
            _tell(ctx, translated.token, translated.english, translated.arabic, translated)
            no_server = error.errno in _NO_SERVER_ERRNOS
            ctx.exit(WRONG_USAGE_OR_NO_SERVER if no_server else FOUND_SOMETHING_WRONG)
        except DeployError as error:
            _tell(ctx, "DEPLOY_REFUSED", str(error))
            ctx.exit(FOUND_SOMETHING_WRONG)
        except PrivateServerError as error:
            _tell(ctx, "NO_SERVER", str(error))
            ctx.exit(WRONG_USAGE_OR_NO_SERVER)


@contextmanager
def _wrong_usage_as_json(asked: bool) -> Iterator[None]:
    """Print what click is about to say on stderr as a JSON document, too."""
    try:
        yield
    except click.ClickException as error:
        if asked:
            wrong_usage = error.exit_code == WRONG_USAGE_OR_NO_SERVER
            _print_error("USAGE" if wrong_usage else "FAILED", error.format_message())
        raise


def _tell(
    context: click.Context,
    token: str,
    english: str,
    arabic: str = "",
    error: errors.DaftarError | None = None,
) -> None:
    if arabic:
        output.say(arabic)
    output.say(f"{token}: {english}")
    if context.ensure_object(Settings).json:
        _print_error(token, english, arabic, error)


def _print_error(token: str, english: str, arabic: str = "", error: errors.DaftarError | None = None) -> None:
    document: dict[str, object] = {"ok": False, "token": token, "english": english, "arabic": arabic}
    if error is not None:
        document |= {"errno": error.errno, "values": error.values, "request_id": error.request_id}
    output.print_json(document)


def command(group: click.Group, name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """A command of ``group`` with the shared options, which gets :class:`Settings` first."""

    def decorate(function: Callable[..., None]) -> click.Command:
        passing = functools.update_wrapper(pass_settings(function), function)
        return group.command(name)(shared_options(passing))

    return decorate
