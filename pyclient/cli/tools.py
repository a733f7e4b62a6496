"""daftar demo, sql, errors and completion."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from pyclient.cli import demo as demo_tables
from pyclient.cli import output
from pyclient.cli.context import Settings, command
from pyclient.demo import page as demo_page
from pyclient.demo import page_shop, shop_day, till_day
from pyclient.deploy import error_catalogue
from pyclient.deploy.server import Engine
from pyclient.deploy.source import as_client_script


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    for each in (demo, sql, errors, completion):
        command(main)(each)


@click.option("--keep", is_flag=True, help="Leave the demo's database there, to look at it.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Where the private server lives, when no URL is given.",
)
@click.option(
    "--page", is_flag=True, help="Serve the example page in PHP on this database until Ctrl-C, instead."
)
@click.option("--till", is_flag=True, help="Orders and the till instead, in a shop that counts in dinars.")
def demo(settings: Settings, keep: bool, folder: Path, page: bool, till: bool) -> None:
    """Show Daftar on the shop's own data, in a fresh database daftar_demo_... that is dropped at the end.

    With a URL, on that server (its database is not touched); without one, on a private server that is started
    for it.

    \b
    Examples:
      daftar demo
      daftar --url mysql://root@127.0.0.1/ demo --keep
      daftar demo --page
      daftar demo --till
    """
    url = settings.require_server_url() if settings.url else None
    if till:
        with shop_day.fresh_database(url, folder, keep=keep, tell=output.say) as database_url:
            till_day.prepare(database_url, output.say)
            orders = till_day.run(database_url)
        if settings.json:
            output.print_json_text(orders.as_json())
        else:
            demo_tables.show_till_day(orders)
        return
    with shop_day.fresh_database(url, folder, keep=keep, tell=output.say) as database_url:
        shop_day.prepare(database_url, output.say)
        if page:
            page_shop.prepare(database_url)
            _serve_page(settings, database_url)
            return
        day = shop_day.run(database_url)
    if settings.json:
        output.print_json_text(day.as_json())
    else:
        demo_tables.show_day(day)


def _serve_page(settings: Settings, database_url: str) -> None:
    # Also where Ctrl-C is ignored (a script's background job): what was started is ended either way.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with demo_page.serving(database_url, user=shop_day.CASHIER) as address:
            # (echo flushes: whoever reads this from a pipe waits for it now, not for the end)
            click.echo(json.dumps({"page": address}) if settings.json else f"The page: {address}")
            output.say("Ctrl-C ends it.")
            threading.Event().wait()
    except demo_page.PageError as problem:
        raise click.ClickException(str(problem)) from None
    except KeyboardInterrupt:
        output.say("ended")


@click.option("--engine", type=click.Choice(["mariadb", "mysql"]), default="mariadb", show_default=True)
def sql(settings: Settings, engine: Engine) -> None:
    """Print all routines, triggers and views with DELIMITER lines, to paste into a client.

    \b
    Example:
      daftar sql --engine mysql > daftar.sql
    """
    script = as_client_script(engine)
    if settings.json:
        output.print_json({"engine": engine, "sql": script})
    else:
        click.echo(script)


@click.argument("token", required=False)
def errors(settings: Settings, token: str | None) -> None:
    """List the errors that calls can raise, or the sentences of one TOKEN.

    \b
    Examples:
      daftar errors
      daftar errors INSUFFICIENT_STOCK
    """
    sentences = [each for each in error_catalogue.load() if token in (None, each.token)]
    if not sentences:
        raise click.UsageError(f"there is no error {token}")
    if settings.json:
        output.print_json(
            [
                {"token": s.token, "errno": s.errno, "english": s.english, "arabic": s.arabic}
                for s in sentences
            ]
        )
    else:
        output.show(
            "Errors",
            ["token", "number", "English", "Arabic"],
            [(s.token, str(s.errno), s.english, s.arabic) for s in sentences],
        )


@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(settings: Settings, shell: str) -> None:
    """Print the script that completes commands and options in SHELL.

    \b
    Examples:
      eval "$(daftar completion bash)"
      daftar completion fish > ~/.config/fish/completions/daftar.fish
    """
    root = click.get_current_context().find_root()
    kind = get_completion_class(shell)
    assert kind is not None  # click has all three
    script = kind(root.command, {}, "daftar", "_DAFTAR_COMPLETE").source()
    if settings.json:
        output.print_json({"shell": shell, "script": script})
    else:
        click.echo(script)
