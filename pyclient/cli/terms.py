"""daftar tax save and list, daftar setting set and show."""

from __future__ import annotations

from typing import cast

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options
from pyclient.models.terms import SettingName


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(tax)
    main.add_command(setting)


@click.group()
def tax() -> None:
    """Taxes, which products name: new ones, changes, lists."""


@command(tax)
@click.option("--id", "tax_id", type=int, help="Change this tax; without it, a new one is made.")
@click.option("--code", help="Letters, digits, . and -, a letter first.")
@click.option("--name", help="What documents call it.")
@click.option("--rate", metavar="PERCENT")
@click.option("--active/--inactive", default=None)
@writing_options
def save(settings: Settings, **values: object) -> None:
    """Make a tax (--code, --name and --rate), or change one: a new rate is that of new documents only.

    \b
    Examples:
      daftar tax save --code VAT --name 'ضريبة القيمة المضافة' --rate 14 --user 1
      daftar tax save --id 1 --inactive --user 1
    """
    settings.run(calls.save_tax(given(values)), _show_saved)


@command(tax, "list")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(settings: Settings, active: bool | None, limit: int, after: str | None) -> None:
    """List taxes.

    \b
    Example:
      daftar tax list --active
    """
    settings.run(calls.list_taxes(models.TaxFilter(active=active, limit=limit, after=after)), _show_list)


@click.group()
def setting() -> None:
    """A company's settings: prices_include_tax, tax_rounding, smallest_coin."""


@command(setting, "set")
@click.argument("name", type=click.Choice(["prices_include_tax", "tax_rounding", "smallest_coin"]))
@click.argument("value")
@click.option("--company", "company_id", type=int, metavar="ID", help="1 when not given.")
@writing_options
def set_(
    settings: Settings,
    name: str,
    value: str,
    company_id: int | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Change one setting: yes or no; document or line; an amount, or 0 for no rounding.

    \b
    Examples:
      daftar setting set prices_include_tax yes --user 1
      daftar setting set tax_rounding line --user 1
      daftar setting set smallest_coin 0.25 --user 1
    """
    request = models.SettingRequest(
        name=cast(SettingName, name),
        value=value,
        company_id=company_id,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.set_setting(request), _show_settings)


@command(setting)
@click.option("--company", "company_id", type=int, default=1, show_default=True)
def show(settings: Settings, company_id: int) -> None:
    """Show a company's settings.

    \b
    Example:
      daftar setting show
    """
    settings.run(calls.get_settings(company_id), _show_settings)


def _show_saved(saved: models.SavedTax) -> None:
    _show_taxes([saved.tax], f"Tax {saved.tax_id} is saved")


def _show_list(page: models.Page[models.Tax]) -> None:
    _show_taxes(list(page.rows), "Taxes", output.more(page.next_after))


def _show_taxes(taxes: list[models.Tax], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name", "percent", "active"],
        [(t.id, t.code, t.name, output.quantity(t.rate), t.active) for t in taxes],
        caption=caption,
    )


def _show_settings(company: models.CompanySettings) -> None:
    settings = company.settings
    output.show(
        f"Settings of company {company.company_id}",
        ["setting", "value"],
        [
            ("prices_include_tax", settings.prices_include_tax),
            ("tax_rounding", settings.tax_rounding),
            ("smallest_coin", "none" if settings.smallest_coin is None else settings.smallest_coin),
        ],
    )
