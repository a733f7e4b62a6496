"""daftar offer save and list, daftar coupon save and list."""

from __future__ import annotations

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(offer)
    main.add_command(coupon)


@click.group()
def offer() -> None:
    """Offers: what a sale is given by itself."""


@click.group()
def coupon() -> None:
    """Coupons: what a sale is given for a code."""


@command(offer)
@click.option("--id", "offer_id", type=int, help="Change this offer; without it, a new one is made.")
@click.option("--code")
@click.option("--name")
@click.option(
    "--gives",
    type=click.Choice(["percent", "amount", "price", "free_item", "invoice_percent", "invoice_amount"]),
)
@click.option("--value", help="Percent, amount (off each, or off the invoice) or price.")
@click.option("--free-product", "free_product_id", type=int, metavar="ID")
@click.option("--free-qty")
@click.option(
    "--product", "product_id", type=int, metavar="ID", help="What it is about; without it, the whole invoice."
)
@click.option("--min-qty")
@click.option("--max-qty")
@click.option("--min-amount")
@click.option("--max-amount")
@click.option("--from", "valid_from", metavar="YYYY-MM-DD", help="First day.")
@click.option("--to", "valid_to", metavar="YYYY-MM-DD", help="Last day.")
@click.option(
    "--group", "customer_group_id", type=int, metavar="ID", help="Only for customers of this group."
)
@click.option("--needs-coupon/--needs-no-coupon", default=None)
@click.option("--priority", type=int, help="The higher one wins where two are worth the same.")
@click.option("--active/--inactive", default=None)
@writing_options
def save(settings: Settings, **values: object) -> None:
    """Make an offer, or change one; what is not given stays.

    \b
    Examples:
      daftar offer save --code TEN --name 'خصم' --product 3 --min-qty 10 --gives percent --value 5 --user 1
      daftar offer save --code GIFT --name 'هدية' --min-amount 500 --gives free_item --free-product 7 \\
        --free-qty 1 --user 1
      daftar offer save --id 2 --inactive --user 1
    """
    settings.run(calls.save_offer(given(values)), _show_saved_offer)


@command(offer, "list")
@click.option("--search", metavar="TEXT", help="Part of a code or name.")
@click.option("--product", "product_id", type=int, metavar="ID", help="That are about this product.")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_offers(
    settings: Settings,
    search: str | None,
    product_id: int | None,
    active: bool | None,
    limit: int,
    after: str | None,
) -> None:
    """List offers.

    \b
    Example:
      daftar offer list --active
    """
    wanted = models.OfferFilter(search=search, product_id=product_id, active=active, limit=limit, after=after)
    settings.run(calls.list_offers(wanted), _show_offer_list)


@command(coupon, "save")
@click.option("--id", "coupon_id", type=int, help="Change this coupon; without it, a new one is made.")
@click.option("--code")
@click.option("--name")
@click.option("--gives", type=click.Choice(["percent", "amount"]), help="Off the invoice.")
@click.option("--value", help="Percent or amount.")
@click.option(
    "--offer", "offer_id", type=int, metavar="ID", help="The offer that it opens, in place of --gives."
)
@click.option("--min-amount")
@click.option("--from", "valid_from", metavar="YYYY-MM-DD", help="First day.")
@click.option("--to", "valid_to", metavar="YYYY-MM-DD", help="Last day.")
@click.option("--max-uses", type=int)
@click.option("--max-uses-per-customer", type=int)
@click.option("--active/--inactive", default=None)
@writing_options
def save_coupon(settings: Settings, **values: object) -> None:
    """Make a coupon, or change one; what is not given stays.

    \b
    Example:
      daftar coupon save --code EID25 --name 'كوبون العيد' --gives percent --value 10 --max-uses 100 --user 1
    """
    settings.run(calls.save_coupon(given(values)), _show_saved_coupon)


@command(coupon, "list")
@click.option("--search", metavar="TEXT", help="Part of a code or name.")
@click.option("--code", help="This code, in any letter case.")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_coupons(
    settings: Settings,
    search: str | None,
    code: str | None,
    active: bool | None,
    limit: int,
    after: str | None,
) -> None:
    """List coupons with how often each was used.

    \b
    Example:
      daftar coupon list --code eid25
    """
    wanted = models.CouponFilter(search=search, code=code, active=active, limit=limit, after=after)
    settings.run(calls.list_coupons(wanted), _show_coupon_list)


def _show_saved_offer(saved: models.SavedOffer) -> None:
    _show_offers([saved.offer], f"Offer {saved.offer_id} is saved")


def _show_offer_list(page: models.Page[models.Offer]) -> None:
    _show_offers(list(page.rows), "Offers", output.more(page.next_after))


def _show_offers(offers: list[models.Offer], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name", "product", "gives", "value", "free", "from", "to", "active"],
        [
            (
                o.id,
                o.code,
                o.name,
                o.product_id,
                o.gives,
                o.value,
                o.free_qty,
                o.valid_from,
                o.valid_to,
                o.active,
            )
            for o in offers
        ],
        caption=caption,
    )


def _show_saved_coupon(saved: models.SavedCoupon) -> None:
    _show_coupons([saved.coupon], f"Coupon {saved.coupon_id} is saved")


def _show_coupon_list(page: models.Page[models.Coupon]) -> None:
    _show_coupons(list(page.rows), "Coupons", output.more(page.next_after))


def _show_coupons(coupons: list[models.Coupon], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name", "gives", "value", "offer", "used", "at most", "from", "to", "active"],
        [
            (
                c.id,
                c.code,
                c.name,
                c.gives,
                c.value,
                c.offer_id,
                c.used_count,
                c.max_uses,
                c.valid_from,
                c.valid_to,
                c.active,
            )
            for c in coupons
        ],
        caption=caption,
    )
