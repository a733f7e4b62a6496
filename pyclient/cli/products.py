"""daftar product save and list, daftar stock, daftar receive."""

from __future__ import annotations

from datetime import datetime

import click

from pyclient import calls, models
from pyclient.cli import output
from pyclient.cli.context import Settings, command, given, writing_options


def register(main: click.Group) -> None:
    """Add the commands to ``main``."""
    main.add_command(product)
    command(main)(stock)
    command(main)(receive)
    command(main)(adjust)


@click.group()
def product() -> None:
    """Products: new ones, changes, lists."""


@command(product)
@click.option("--id", "product_id", type=int, help="Change this product; without it, a new one is made.")
@click.option("--code", "product_code")
@click.option("--name")
@click.option("--unit", help="What one is: piece, metre, ...")
@click.option("--selling-price", metavar="AMOUNT", help="Wholesale.")
@click.option("--retail-price", metavar="AMOUNT")
@click.option("--cost-price", metavar="AMOUNT")
@click.option("--reorder-level", metavar="QTY")
@click.option("--barcode", "barcodes", multiple=True, help="May stand several times; replaces all.")
@click.option("--tax", "taxes", multiple=True, metavar="CODE", help="May stand several times; replaces all.")
@click.option("--no-tax", is_flag=True, help="Without any tax.")
@click.option(
    "--further-unit",
    "units",
    multiple=True,
    metavar="UNIT=FACTOR[@PRICE[@RETAIL]]",
    help="Also sold by UNIT, which is FACTOR of --unit, at FACTOR times its price or at PRICE; may stand"
    " several times; replaces all.",
)
@click.option("--no-further-unit", is_flag=True, help="Sold by --unit only.")
@click.option("--keeps-stock/--service", default=None, help="A service has no stock.")
@click.option("--active/--inactive", default=None)
@writing_options
def save(
    settings: Settings,
    barcodes: tuple[str, ...],
    taxes: tuple[str, ...],
    no_tax: bool,
    units: tuple[str, ...],
    no_further_unit: bool,
    **values: object,
) -> None:
    """Make a product (--code, --name and --unit), or change one; what is not given stays.

    \b
    Examples:
      daftar product save --code P-020 --name 'محبس 1 بوصة' --unit 'قطعة' --selling-price 60 --user 1
      daftar product save --id 3 --retail-price 47.50 --user 1
      daftar product save --id 3 --tax VAT --further-unit 'علبة=12' --further-unit 'كرتونة=144@6000' --user 1
    """
    request = given(
        {
            **values,
            "barcodes": list(barcodes) or None,
            "taxes": list(taxes) or ([] if no_tax else None),
            "units": [_further_unit(text) for text in units] or ([] if no_further_unit else None),
        }
    )
    settings.run(calls.save_product(request), _show_saved)


@command(product, "list")
@click.option("--search", metavar="TEXT", help="Part of a code, name or barcode.")
@click.option("--active/--inactive", default=None)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", metavar="CURSOR", help="next_after of the page before.")
def list_(settings: Settings, search: str | None, active: bool | None, limit: int, after: str | None) -> None:
    """List products with what is in stock.

    \b
    Example:
      daftar product list --search مواسير
    """
    wanted = models.ProductFilter(search=search, active=active, limit=limit, after=after)
    settings.run(calls.list_products(wanted), _show_list)


@click.argument("product_id", metavar="PRODUCT", type=int)
def stock(settings: Settings, product_id: int) -> None:
    """Show what is in stock of a product (its id), layer by layer: the next sale takes from the top.

    \b
    Example:
      daftar stock 3
    """
    settings.run(calls.get_product(product_id), show_stock)


@click.argument("product_id", metavar="PRODUCT", type=int)
@click.option("--qty", required=True, help="How many came in.")
@click.option("--unit-cost", required=True, metavar="AMOUNT", help="What one cost.")
@click.option("--received-at", type=click.DateTime(["%Y-%m-%d"]), help="The day; today when not given.")
@writing_options
def receive(
    settings: Settings,
    product_id: int,
    qty: str,
    unit_cost: str,
    received_at: datetime | None,
    created_by: int,
    request_id: str | None,
) -> None:
    """Take goods into stock.

    \b
    Example:
      daftar receive 3 --qty 20 --unit-cost 33.25 --user 1
    """
    request = models.BatchRequest(
        product_id=product_id,
        qty=qty,
        unit_cost=unit_cost,
        received_at=received_at.date() if received_at else None,
        created_by=created_by,
        request_id=request_id,
    )
    settings.run(calls.receive_batch(request), _show_received)


@click.argument("product_id", metavar="PRODUCT", type=int)
@click.option("--counted", metavar="QTY", help="What was counted in the shop.")
@click.option("--delta", metavar="QTY", help="What was found (above 0) or lost (below 0).")
@click.option("--unit-cost", metavar="AMOUNT", help="What one found costs; else the newest layer's.")
@click.option("--reason", metavar="TEXT", required=True)
@writing_options
def adjust(
    settings: Settings,
    product_id: int,
    counted: str | None,
    delta: str | None,
    unit_cost: str | None,
    reason: str,
    created_by: int,
    request_id: str | None,
) -> None:
    """Adjust a product's stock to what was counted, or by what was found or lost.

    \b
    Examples:
      daftar adjust 3 --counted 37 --reason 'count of November' --user 1
      daftar adjust 3 --delta=-2 --reason broken --user 1
    """
    item = models.AdjustmentItem(
        product_id=product_id, counted_qty=counted, qty_delta=delta, unit_cost=unit_cost
    )
    request = models.AdjustmentRequest(
        items=[item], reason=reason, created_by=created_by, request_id=request_id
    )
    settings.run(calls.adjust_stock(request), _show_adjusted)


def _show_adjusted(done: models.AdjustedStock) -> None:
    output.show(
        f"Adjustment {done.adjustment_id}",
        ["product", "changed", "value", "in stock now"],
        [
            (item.product_id, output.quantity(item.qty), item.value, output.quantity(item.quantity_after))
            for item in done.items
        ],
    )


def show_stock(product: models.ProductStock) -> None:
    """Print a product's layers."""
    output.show(
        f"Stock of {product.product_code} {product.name}",
        ["batch", "received", "received qty", "remaining", "unit cost", "value"],
        [
            (
                layer.batch_id,
                layer.received_at,
                output.quantity(layer.original_qty),
                output.quantity(layer.remaining),
                layer.unit_cost,
                layer.value,
            )
            for layer in product.batches
        ],
        caption=f"{output.quantity(product.in_stock)} {product.unit_of_measure}, "
        f"worth {output.in_words(product.stock_value)}",
    )


def _further_unit(text: str) -> models.ProductUnitRow:
    """The row of the API that an option UNIT=FACTOR[@PRICE[@RETAIL]] stands for."""
    unit, _, numbers = text.rpartition("=")
    factor, *prices = numbers.split("@")
    if not unit or len(prices) > 2:
        raise click.UsageError(f"--further-unit {text}: write UNIT=FACTOR[@PRICE[@RETAIL]]")
    wholesale, retail = [*prices, "", ""][:2]
    return models.ProductUnitRow(
        unit=unit, factor=factor, selling_price=wholesale or None, retail_price=retail or None
    )


def _show_saved(saved: models.SavedProduct) -> None:
    product = saved.product
    units = [
        f"{unit.unit}: {output.quantity(unit.factor)} {product.unit_of_measure}" for unit in product.units
    ]
    taxes = [f"{each.name} {output.quantity(each.rate)} %" for each in product.taxes]
    _show([product], f"Product {saved.product_id} is saved", ", ".join(units + taxes))


def _show_list(page: models.Page[models.Product]) -> None:
    _show(list(page.rows), "Products", output.more(page.next_after))


def _show(products: list[models.Product], title: str, caption: str = "") -> None:
    output.show(
        title,
        ["id", "code", "name", "unit", "wholesale", "retail", "in stock", "active"],
        [
            (
                p.id,
                p.product_code,
                p.name,
                p.unit_of_measure,
                p.selling_price,
                p.retail_price,
                "" if p.in_stock is None else output.quantity(p.in_stock),
                p.active,
            )
            for p in products
        ],
        caption=caption,
    )


def _show_received(received: models.ReceivedBatch) -> None:
    batch = received.batch
    output.show(
        f"Batch {received.batch_id} is in stock",
        ["product", "received", "qty", "unit cost", "value"],
        [(batch.product_id, batch.received_at, output.quantity(batch.qty), batch.unit_cost, batch.value)],
    )
