"""Somebody who visits the site: fills in what a page asks, presses its buttons, and looks at every page with axe."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page

from tests.answers import date_boxes
from tests.browser.axe import assert_accessible, look

Facts = dict[str, Any]


@dataclass
class Visitor:
    """A person with one tab. Each page arrived at is checked with axe once, and photographed under its name."""

    page: Page
    seen: set[str] = field(default_factory=set)

    def open(self, address: str, picture: str = "") -> None:
        """Go to an address."""
        response = self.page.goto(address)
        assert response is not None
        assert response.status == 200, f"{address}: {response.status}"
        self.arrive(picture)

    def press(self, name: str, picture: str = "") -> None:
        """Press the button, or follow the link, with this name."""
        control = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        self.follow(control.first, picture)

    def submit(self, picture: str = "") -> None:
        """Press the first button of the page's form."""
        self.follow(self.page.locator("main form[method=post] button").first, picture)

    def follow(self, control: Locator, picture: str = "") -> None:
        """Press what leads to another page, and be there: its whole page, not its address alone."""
        with self.page.expect_navigation():
            control.click()
        self.arrive(picture)

    def arrive(self, picture: str = "") -> None:
        """Check the page, unless this very page (its heading under this address) was checked before."""
        address = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", self.page.url)
        page = f"{address} {self.heading()}"
        if page not in self.seen or picture:
            self.seen.add(page)
            assert_accessible(self.page)
        if picture:
            look(self.page, picture)

    def heading(self) -> str:
        """The page's h1."""
        return self.page.locator("h1").first.inner_text()

    def text(self) -> str:
        """What the page says, on one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def expect(self, *sentences: str) -> None:
        """The page says each of these."""
        said = self.text().casefold()
        for sentence in sentences:
            assert sentence.casefold() in said, f"{self.page.url} does not say «{sentence}»:\n{self.text()[:1500]}"

    def controls(self) -> dict[str, list[tuple[str, str]]]:
        """Names of the fields of the page's forms, each with its (type, value) pairs."""
        found = self.page.locator("main form [name]").evaluate_all(
            "all => all.filter(e => e.type !== 'hidden').map(e => [e.name, e.type, e.value])"
        )
        names: dict[str, list[tuple[str, str]]] = {}
        for name, kind, value in found:
            names.setdefault(name, []).append((kind, value))
        return names

    def fill(self, data: dict[str, str]) -> None:
        """Fill in fields by name, as a form sends them."""
        for name, value in data.items():
            control = self.page.locator(f'main form [name="{name}"]')
            kind = control.first.get_attribute("type") or control.first.evaluate("e => e.tagName").lower()
            if kind in {"radio", "checkbox"}:
                chosen = control if kind == "checkbox" else self.page.locator(f'[name="{name}"][value="{value}"]')
                chosen.first.check()
            elif kind == "select":
                control.select_option(value)
            elif kind == "file":
                control.set_input_files(value)
            else:
                control.fill(value)

    def answer(self, people: dict[str, Facts]) -> None:
        """Answer whatever the page asks from what is known of the unit (``unit``) and of each person (by ref).

        A fact nobody mentioned is answered *no*, *none*, *never* or 0.
        """
        controls = self.controls()
        bases = {}
        for name in controls:
            stem = re.sub(r"_(day|month|year|never)$", "", name)
            bases[stem if f"{stem}_day" in controls else name] = None
        data: dict[str, str] = {}
        for base in bases:
            who, _, fact = base.partition("-")
            if fact:
                data |= self._typed(base, people[who].get(fact), controls)
        self.fill(data)

    @staticmethod
    def _typed(base: str, value: Any, controls: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
        if f"{base}_day" in controls:
            if value is None or value == "never":
                return {f"{base}_never": "on"}
            return date_boxes(base, date.fromisoformat(str(value)))
        kind = controls[base][0][0]
        if kind != "radio":
            return {base: str(value if value is not None else 0)}
        options = [option for _, option in controls[base]]
        wanted = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        return {base: next(option for option in (str(wanted), "no", "none", options[0]) if option in options)}


def code_for(page: Page, server_url: str) -> str:
    """The six figures of the newest e-mail, read where a newcomer reads them."""
    mailbox = page.context.new_page()
    mailbox.goto(f"{server_url}/desarrollo/correo/")
    found = re.search(r"\b(\d{3})[ \u00a0]?(\d{3})\b", mailbox.locator("main").inner_text())
    mailbox.close()
    assert found, "no code in the mailbox"
    return "".join(found.groups())
