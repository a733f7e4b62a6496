"""From a document to a page: Jinja2 fills the template, segno draws the QR code, WeasyPrint sets the PDF."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pyclient.print import PrintUnavailableError
from pyclient.print.documents import Document

Paper: TypeAlias = Literal["a4", "receipt"]
"""``receipt`` is the paper of a till, 80 mm wide and as long as what stands on it."""

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_MARGIN_BELOW = 15  # the last line, in CSS pixels
_PIXELS_A_POINT = 2

# As the Unicode CLDR abbreviates them in Arabic; others go by their ISO code.
_CURRENCIES = {
    "AED": "د.إ", "BHD": "د.ب", "DZD": "د.ج", "EGP": "ج.م", "IQD": "د.ع", "JOD": "د.أ", "KWD": "د.ك",
    "LBP": "ل.ل", "LYD": "د.ل", "MAD": "د.م", "OMR": "ر.ع", "QAR": "ر.ق", "SAR": "ر.س", "SDG": "ج.س",
    "SYP": "ل.س", "TND": "د.ت", "YER": "ر.ي",
}  # fmt: skip


def as_html(document: Document, paper: Paper) -> str:
    """The document as one HTML file, with its style, fonts and QR code in it.

    >>> as_html(documents.invoice(client, 103), "a4")[:15]  # doctest: +SKIP
    '<!DOCTYPE html>'
    """
    return _filled(document, "base", paper)


def as_pdf(document: Document, paper: Paper | Literal["chart"]) -> bytes:
    """The document as PDF. Raises :class:`~pyclient.print.PrintUnavailableError` where there is no Pango.

    >>> as_pdf(documents.invoice(client, 103), "receipt")[:4]  # doctest: +SKIP
    b'%PDF'
    """
    try:
        import weasyprint
    except OSError as problem:
        raise PrintUnavailableError(
            "a PDF needs Pango (on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
            f" libharfbuzz-subset0): {problem}"
        ) from problem

    # everything is in the document: nothing that a name or a note says is fetched from anywhere
    only_itself = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    html = _filled(document, "base", paper, f"{paper}.pdf")
    pages = weasyprint.HTML(string=html, url_fetcher=only_itself).render()
    if paper != "a4":
        last = pages.pages[-1]
        last.height = last.anchors["end"][1] + _MARGIN_BELOW
    pdf: bytes = pages.write_pdf()
    return pdf


def as_png(chart: Document) -> bytes:
    """A report's chart as a picture, drawn from its PDF. Raises as :func:`as_pdf` does.

    >>> as_png(charts.document(chart, company, AgeingReportFilter()))[1:4]  # doctest: +SKIP
    b'PNG'
    """
    import pypdfium2

    picture = io.BytesIO()
    page = pypdfium2.PdfDocument(as_pdf(chart, "chart"))[0]
    page.render(scale=_PIXELS_A_POINT).to_pil().save(picture, "PNG")
    return picture.getvalue()


def _filled(document: Document, *sheets: str) -> str:
    """The document's template, filled, in the style of these sheets, the later ones before the earlier."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own, zone = document.company.currency, ZoneInfo(document.company.time_zone)
    minor_units = document.currency.minor_units
    formats: dict[str, Callable[[Any], str]] = {
        "ltr": str,
        "money": lambda amount: f"{amount:,.{minor_units}f}",
        "own_money": lambda amount: f"{amount:,.{own.minor_units}f}",
        "price": lambda price: _price(price, minor_units),
        "exact": lambda amount: f"{amount:,f}",
        "number": lambda number: f"{number.normalize():,f}",
        "percent": lambda rate: f"{rate.normalize():f}%",
        "day": date.isoformat,
        "moment": lambda instant: f"{instant.astimezone(zone):%Y-%m-%d %H:%M}",
    }
    environment.filters |= {name: _left_to_right(written) for name, written in formats.items()}
    environment.filters["sign"] = _sign
    return environment.get_template(f"{document.template}.html").render(
        document=document,
        letterhead=document.company.settings,
        currency=_sign(document.currency.code),
        own_currency=_sign(own.code),
        style=Markup(_fonts() + "".join(map(_sheet, sheets))),
        qr=segno.make(document.qr_text, encoding="utf-8", error="m").svg_data_uri(border=2),
        **document.members,
    )


def _sign(code: str) -> str:
    return _CURRENCIES.get(code, code)


def _sheet(name: str) -> str:
    return (_TEMPLATES / f"{name}.css").read_text("utf-8")


def _fonts() -> str:
    return "".join(
        f"@font-face {{ font-family: 'Cairo {script}'; font-weight: {weight};"
        f" src: url(data:font/woff2;base64,{_font(f'cairo-{script}-{weight}.woff2')}) }}\n"
        for script in ("latin", "arabic")
        for weight in (400, 700)
    )


def _font(name: str) -> str:
    return base64.b64encode((_HERE / "fonts" / name).read_bytes()).decode("ascii")


def _left_to_right(written: Callable[[Any], str]) -> Callable[[Any], Markup]:
    """A filter for numbers, dates and codes: apart from the Arabic around them, which would turn 2026-11-26
    around. Nothing is shown for None."""

    def show(value: Any) -> Markup:
        return Markup() if value is None else Markup('<bdi dir="ltr">{}</bdi>').format(written(value))

    return show


def _price(price: Decimal, minor_units: int) -> str:
    """With the currency's decimals, and more where it has more."""
    whole = price.normalize()
    exponent = whole.as_tuple().exponent
    assert isinstance(exponent, int)  # prices are numbers
    return f"{whole:,.{max(minor_units, -exponent)}f}"
