"""daftar rates set and list."""

from __future__ import annotations

from datetime import datetime

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, writing_options

_DAY = click.DateTime(["%Y-%m-%d"])


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(rates)


@click.group("rates")
def rates() -> None:
    """Exchange rates: what other currencies are worth, day by day."""


@command(rates, "set")
@click.argument("currency")
@click.argument("rate")
@click.option("--from", "valid_from", type=_DAY, help="The first day that it holds; today where absent.")
@click.option("--company", "company_id", type=int, default=1, show_default=True)
@writing_options
def set_rate(
    settings: Settings,
    currency: str,
    rate: str,
    valid_from: datetime | None,
    company_id: int,
    created_by: int,
    request_id: str | None,
) -> None:
    """Say what one unit of CURRENCY is worth in the company's own, until its next rate.

    \b
    Example:
      daftar rates set USD 50.25 --from 2026-11-01 --user 1
    """
    request = models.ExchangeRateRequest(
        currency=currency,
        rate=rate,
        valid_from=valid_from.date() if valid_from else None,
        company_id=company_id,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.set_exchange_rate(request), _show_saved)


@command(rates, "list")
@click.option("--currency", metavar="CODE")
@click.option("--on", type=_DAY, help="Only the rates that hold on that day.")
@click.option("--company", "company_id", type=int, default=1, show_default=True)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_rates(
    settings: Settings,
    currency: str | None,
    on: datetime | None,
    company_id: int,
    limit: int,
    after: str | None,
) -> None:
    """List exchange rates, the last one that was added first.

    \b
    Example:
      daftar rates list --on 2026-11-15
    """
    wanted = models.ExchangeRateFilter(
        currency=currency, on=on.date() if on else None, company_id=company_id, limit=limit, after=after
    )
    settings.run(calls.list_exchange_rates(wanted), _show_list)


def _show_saved(saved: models.SavedExchangeRate) -> None:
    _show([saved.exchange_rate], f"Rate {saved.exchange_rate_id} is saved")


def _show_list(page: models.Page[models.ExchangeRate]) -> None:
    _show(list(page.rows), "Exchange rates", output.more(page.next_after))


def _show(each: list[models.ExchangeRate], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "currency", "from", "rate"],
        [(r.id, r.currency, r.valid_from, output.quantity(r.rate)) for r in each],
        caption=caption,
    )
