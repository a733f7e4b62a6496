"""The page as somebody at the till uses it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

WAIT_SECONDS = 15


class Screen:
    """One window. CSS selectors name what is on it."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self.browser = browser
        self.address = address

    def open(self) -> None:
        """The page, with the cursor where it begins: in the sale's search, or at the shift to be opened."""
        self.browser.get(self.address)
        self.until(
            lambda: self.focused() == self.find("#sale-product") or self.find("#opening").is_displayed()
        )

    def resize(self, width: int, height: int) -> None:
        """A window of this size, as on a telephone where it is narrow."""
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window; below 0 beside a scroll bar."""
        return cast(
            int, self.browser.execute_script("return document.scrollingElement.scrollWidth - innerWidth")
        )

    def broken_figures(self, css: str) -> list[str]:
        """The figures in these places that stand on more than one line."""
        broken = self.browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])]"
            ".flatMap((place) => [...place.querySelectorAll('.figure')])"
            ".filter((each) => { const inside = document.createRange(); inside.selectNodeContents(each);"
            "  return each.checkVisibility()"
            "    && new Set([...inside.getClientRects()].map((box) => box.top)).size > 1; })"
            ".map((each) => each.innerText);",
            css,
        )
        return cast("list[str]", broken)

    def find(self, css: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def fields_of(self, tab: str) -> list[WebElement]:
        """Everything that can be filled in or pressed on one tab."""
        self.find(tab).click()
        return [each for each in self.all("input, select, button") if each.is_displayed()]

    def texts(self, css: str) -> list[str]:
        return [each.text for each in self.all(css)]

    def until(self, true: Callable[[], object]) -> None:
        wait = WebDriverWait(
            self.browser,
            WAIT_SECONDS,
            poll_frequency=0.02,
            ignored_exceptions=[StaleElementReferenceException],
        )
        wait.until(lambda _: true())

    # --- with mouse and fields

    def fill(self, css: str, text: str) -> None:
        """As somebody types it over what stands there."""
        self.find(css).send_keys(Keys.CONTROL, "a", Keys.NULL, text or Keys.DELETE)

    def choose(self, select: str, value: str) -> None:
        self.find(f'{select} option[value="{value}"]').click()

    def panel(self, name: str) -> None:
        self.find(f"#{name}-tab").click()

    def choose_customer(self, name: str, panel: str = "sale") -> None:
        self.fill(f"#{panel}-customer", name + Keys.ENTER)
        self.until(lambda: name in self.find(f"#{panel}-customer-figures").text)

    def add_item(self, text: str, qty: str = "", price: str = "", *, search: str = "#sale-product") -> None:
        """Search a product by code, barcode or name, take it with Enter, and set what it is sold for."""
        place = "#sale-lines" if search == "#sale-product" else "#exchange-lines"
        before = len(self.all(f"{place} .line"))
        self.fill(search, text + Keys.ENTER)
        self.until(lambda: len(self.all(f"{place} .line")) == before + 1)
        if qty:
            self.fill(f"{place} .line:last-child .qty", qty)
        if price:
            self.fill(f"{place} .line:last-child .price", price)

    def typed(self, name: str) -> list[str]:
        """What stands in this field of each line of the sale."""
        return [each.get_attribute("value") or "" for each in self.all(f"#sale-lines .{name}")]

    def shows(self, *totals: str) -> None:
        """Wait for the server's figures of the sale's lines."""
        self.until(lambda: self.texts("#sale-lines output") == list(totals))

    def comes_to(self, total: str) -> None:
        """Wait for the sale's total."""
        self.until(lambda: self.figures("#sale-totals").get("الصافي (ج.م)") == total)

    def status(self, value: str) -> None:
        self.find(f'[name=status][value="{value}"]').click()

    def pay(self, *rows: tuple[str, str], view: str = "#sale-payments") -> None:
        """Payment rows as (method, amount)."""
        for at, (method, amount) in enumerate(rows, 1):
            if at > 1:
                self.find(f"{view} .add").click()
            self.choose(f"{view} .money:nth-child({at}) .method", method)
            self.fill(f"{view} .money:nth-child({at}) .amount", amount)

    def sell(self) -> None:
        self.find("#sell").click()

    def hold(self, name: str = "") -> None:
        if name:
            self.find("#sale details summary").click()
            self.fill("#draft-name", name)
        self.find("#hold").click()
        self.until(lambda: self.all("#sale-lines .line") == [])

    def held(self) -> list[str]:
        """The names of the drafts."""
        return self.texts("#held li > bdi:first-child")

    def open_shift(self, cash: str) -> None:
        self.fill("#opening-cash", cash)
        self.find("#open-shift").click()
        self.until(lambda: self.find("#running").is_displayed())

    def find_invoice(self, number: str) -> None:
        """Bring an invoice into the panel of returns."""
        self.fill("#return-number", number + Keys.ENTER)
        self.until(lambda: self.find("#print-invoice").is_displayed())

    # --- with the keyboard alone

    def type(self, *keys: str) -> None:
        """Keys, to whatever has the focus."""
        ActionChains(self.browser).send_keys(*keys).perform()

    def tab_to(self, css: str, most: int = 40) -> None:
        """Press Tab until this has the focus."""
        for _ in range(most):
            if self.focused() == self.find(css):
                return
            self.type(Keys.TAB)
        raise AssertionError(f"{css} was not reached with {most} tabs")

    def focused(self) -> WebElement:
        return self.browser.switch_to.active_element

    # --- what it says

    def answer(self, kind: str) -> str:
        """The text of the answer, which must be ``done`` or ``error``."""
        self.until(lambda: self.find("#answer").is_displayed())
        place = self.find("#answer")
        assert kind in (place.get_attribute("class") or ""), place.text
        return place.text

    def problem(self, css: str) -> str:
        """What is said to be wrong with a field, where assistive technology finds it, too."""
        said = "const field = document.querySelector(arguments[0] + '[aria-invalid=true]');"
        said += "return field && document.getElementById(field.getAttribute('aria-describedby')).innerText;"
        self.until(lambda: self.browser.execute_script(said, css))
        return cast(str, self.browser.execute_script(said, css))

    def printed_by(self, css: str) -> str:
        """What this button prints, instead of the dialog of the browser."""
        self.browser.execute_script(
            "window.printed = null;"
            "window.print = () => (window.printed = document.getElementById('paper').innerText)"
        )
        self.find(css).click()
        self.until(lambda: self.browser.execute_script("return window.printed"))
        return str(self.browser.execute_script("return window.printed"))

    def figures(self, css: str) -> dict[str, str]:
        """A list of titles and values, as it stands at one moment."""
        pairs = self.browser.execute_script(
            "return [...document.querySelectorAll(arguments[0] + ' dt')]"
            ".map((title) => [title.innerText, title.nextElementSibling.innerText]);",
            css,
        )
        return dict(cast("list[tuple[str, str]]", pairs))
