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
        self.browser.get(self.address)
        self.until(lambda: self.find("#totals dd").is_displayed())

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
        field = self.find(css)
        field.clear()
        field.send_keys(text)

    def choose(self, select: str, value: str) -> None:
        self.find(f'{select} option[value="{value}"]').click()

    def choose_customer(self, name: str) -> None:
        self.fill("#customer-search", name + Keys.ENTER)
        self.until(lambda: self.find("#customer").is_displayed())

    def add_item(self, text: str, qty: str = "1", price: str = "") -> None:
        """Search a product by code or name, take it with Enter, and set what it is sold for."""
        before = len(self.all(".item"))
        self.fill("#product-search", text + Keys.ENTER)
        self.until(lambda: len(self.all(".item")) == before + 1)
        self.fill(".item:last-child .qty", qty)
        if price:
            self.fill(".item:last-child .price", price)

    def status(self, value: str) -> None:
        self.find(f'[name=status][value="{value}"]').click()

    def pay(self, *rows: tuple[str, str], view: str = "#invoice-payments") -> None:
        """Payment rows as (method, amount)."""
        for at, (method, amount) in enumerate(rows, 1):
            if at > 1:
                self.find(f"{view} .add").click()
            self.choose(f"{view} .money:nth-child({at}) .method", method)
            self.fill(f"{view} .money:nth-child({at}) .amount", amount)

    def save(self) -> None:
        self.find("#save").click()

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

    def figures(self, css: str) -> dict[str, str]:
        """A list of titles and values."""
        return dict(zip(self.texts(f"{css} dt"), self.texts(f"{css} dd"), strict=True))
