"""Look at a page as axe does, and as a person does."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: What axe passes is neither worked out nor handed over: a page costs half.
_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_RUN = "options => axe.run(document, options).then(results => results.violations)"
_WIDTHS = (390, 1280)


def assert_accessible(page: Page) -> None:
    """Fail with what axe found on `page` and where, if it found anything; also when the page scrolls sideways."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate(_RUN, _OPTIONS)
    lines = [
        f"{violation['impact']}: {violation['help']} ({violation['id']})\n"
        + "\n".join(f"    {node['target']} {node['html'][:160]}" for node in violation["nodes"][:5])
        for violation in found
    ]
    assert not found, f"{page.url}: axe found {len(found)}\n" + "\n".join(lines)
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Fail if the page is wider than its window."""
    extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert extra <= 0, f"{page.url}: {extra} px too wide for {page.viewport_size}"


def look(page: Page, name: str) -> list[Path]:
    """Save `page` as pictures at 390 and 1280 px, whole, and return their paths.

    They go to ``AMPARO_PICTURES`` (a folder), or nowhere when it is not set.
    """
    folder = os.environ.get("AMPARO_PICTURES")
    if not folder:
        return []
    before, taken = page.viewport_size, []
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        path = Path(folder) / f"{name}-{width}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
        taken.append(path)
    if before:
        page.set_viewport_size(before)
    return taken
