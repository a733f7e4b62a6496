"""daftar tax, setting, price-list and customer-group."""

from __future__ import annotations

from typing import cast, get_args

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options
from pyclient.models.terms import SettingName


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(tax)
    main.add_command(setting)
    main.add_command(price_list)
    main.add_command(customer_group)


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
    """A company's settings: how it prices, and what stands on its printed documents."""


@command(setting, "set")
@click.argument("name", type=click.Choice(get_args(SettingName)))
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
    """Change one setting: yes or no; document or line; an amount, or 0 for none; a text, or '' for none.

    \b
    Examples:
      daftar setting set prices_include_tax yes --user 1
      daftar setting set tax_rounding line --user 1
      daftar setting set smallest_coin 0.25 --user 1
      daftar setting set company_name 'محل النور' --user 1
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


@click.group("price-list")
def price_list() -> None:
    """Price lists, which customers or their groups have."""


@command(price_list, "save")
@click.option("--id", "price_list_id", type=int, help="Change this list; without it, a new one is made.")
@click.option("--code", help="Letters, digits, . and -, a letter first.")
@click.option("--name")
@click.option("--price", "prices", multiple=True, metavar="PRODUCT[:UNIT]=[PRICE]",
              help="What a product (its id) costs, or one UNIT of it; without a PRICE it is taken off. May"
                   " stand several times.")  # fmt: skip
@click.option("--active/--inactive", default=None, help="An inactive list counts as none.")
@writing_options
def save_prices(settings: Settings, prices: tuple[str, ...], **values: object) -> None:
    """Make a price list (--code and --name), or change one; what is not given stays.

    \b
    Examples:
      daftar price-list save --code DEALERS --name 'تجار' --price 3=39.50 --price 3:علبة=450 --user 1
      daftar price-list save --id 1 --price 3:علبة= --user 1
    """
    rows = [_price_row(text) for text in prices]
    settings.run(calls.save_price_list(given({**values, "prices": rows or None})), _show_saved_prices)


@command(price_list, "list")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_price_lists(settings: Settings, active: bool | None, limit: int, after: str | None) -> None:
    """List price lists.

    \b
    Example:
      daftar price-list list
    """
    wanted = models.PriceListFilter(active=active, limit=limit, after=after)
    settings.run(calls.list_price_lists(wanted), _show_price_lists)


@command(price_list, "show")
@click.argument("price_list_id", metavar="LIST", type=int)
@click.option("--product", "product_id", type=int, metavar="ID")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def show_prices(
    settings: Settings, price_list_id: int, product_id: int | None, limit: int, after: str | None
) -> None:
    """Show the prices of a list (its id).

    \b
    Example:
      daftar price-list show 1
    """
    wanted = models.PriceFilter(price_list_id=price_list_id, product_id=product_id, limit=limit, after=after)
    settings.run(calls.list_prices(wanted), _show_prices)


@click.group("customer-group")
def customer_group() -> None:
    """Groups of customers: new ones, changes, lists."""


@command(customer_group, "save")
@click.option("--id", "group_id", type=int, help="Change this group; without it, a new one is made.")
@click.option("--code", help="Letters, digits, . and -, a letter first.")
@click.option("--name")
@click.option(
    "--price-list", "price_list_id", type=int, metavar="ID", help="Of those without one of their own."
)
@writing_options
def save_group(settings: Settings, **values: object) -> None:
    """Make a group of customers (--code and --name), or change one; what is not given stays.

    \b
    Example:
      daftar customer-group save --code DEALERS --name 'تجار' --price-list 1 --user 1
    """
    settings.run(calls.save_customer_group(given(values)), _show_saved_group)


@command(customer_group, "list")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_groups(settings: Settings, limit: int, after: str | None) -> None:
    """List groups of customers.

    \b
    Example:
      daftar customer-group list
    """
    settings.run(
        calls.list_customer_groups(models.CustomerGroupFilter(limit=limit, after=after)), _show_groups
    )


def _price_row(text: str) -> models.PriceRow:
    """The row of the API that an option PRODUCT[:UNIT]=[PRICE] stands for."""
    what, found, price = text.rpartition("=")
    product, _, unit = what.partition(":")
    if not found or not product.isdecimal():
        raise click.UsageError(f"--price {text}: write PRODUCT[:UNIT]=[PRICE]")
    return models.PriceRow(product_id=int(product), unit=unit or None, price=price or None)


def _show_saved_prices(saved: models.SavedPriceList) -> None:
    _show_lists([saved.price_list], f"Price list {saved.price_list_id} is saved")


def _show_price_lists(page: models.Page[models.PriceList]) -> None:
    _show_lists(list(page.rows), "Price lists", output.more(page.next_after))


def _show_lists(lists: list[models.PriceList], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name", "active"],
        [(each.id, each.code, each.name, each.active) for each in lists],
        caption=caption,
    )


def _show_prices(page: models.Page[models.Price]) -> None:
    output.show(
        "Prices",
        ["product", "code", "name", "unit", "price"],
        [(p.product_id, p.product_code, p.name, p.unit or "", p.price) for p in page.rows],
        caption=output.more(page.next_after),
    )


def _show_saved_group(saved: models.SavedCustomerGroup) -> None:
    _show_customer_groups([saved.group], f"Group {saved.group_id} is saved")


def _show_groups(page: models.Page[models.CustomerGroup]) -> None:
    _show_customer_groups(list(page.rows), "Groups of customers", output.more(page.next_after))


def _show_customer_groups(groups: list[models.CustomerGroup], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name", "price list"],
        [(g.id, g.code, g.name, g.price_list_id) for g in groups],
        caption=caption,
    )


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
            ("company_name", settings.company_name),
            ("address", settings.address),
            ("phone", settings.phone),
            ("tax_number", settings.tax_number),
        ],
    )
