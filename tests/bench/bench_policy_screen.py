"""A policy run of a million households from the screen, in a real browser: ``.venv/bin/python -m
tests.bench.bench_policy_screen``.

`manage.py serve` with the demonstration's people and the embedded worker; the population drawn before, as
deploy/README.md says. Times go from the click on *Simular* to the charts on the page, waiting pages included, beside
the processor time that server and worker took meanwhile. A folder as argument: pictures of the pages go there.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.service_load import processor_seconds
from tests.browser import conftest as starting
from tests.browser.conftest import CHROMIUM, ROOT, RunningServer
from tests.browser.test_journey import sign_in
from tests.browser.visitor import Visitor
from tests.services import free_port

HOME = "/oficina/administracion/simulador-de-politicas/"
RUNS = 5
WIDTHS = (390, 1280)


def main() -> None:
    """Start the server, run, print."""
    if CHROMIUM is None:
        print("Chromium is not installed (Debian: chromium): no screen to measure from.")
        return
    starting.START_WITHIN_SECONDS = 600  # benches run on busy machines too
    pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        environment = starting._environment(folder, port)
        server = RunningServer(f"http://127.0.0.1:{port}", folder, environment)
        server.manage("synthetic_population")
        log = folder / "server.log"
        with log.open("wb") as written:
            command = [sys.executable, "manage.py", "serve", "--port", str(port)]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=written)
        try:
            starting._wait_until_ready(server.url, process, log)
            _measure(server, process.pid, pictures)
        finally:
            process.terminate()
            process.wait(30)


def _measure(server: RunningServer, pid: int, pictures: Path | None) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=starting._ARGUMENTS)
        page = browser.new_context(base_url=server.url, locale="es-ES").new_page()
        page.set_default_timeout(60_000)
        sign_in(Visitor(page), "administradora")
        taken = []
        for number in range(RUNS):
            before = processor_seconds([pid])
            taken.append(_run(page, 780 + number))
            used = processor_seconds([pid]) - before
            said = page.locator("dt", has_text="Cálculo").locator("xpath=../dd").inner_text()
            print(f"{taken[-1]:>12.2f} s    from the click to the charts; {used:.2f} s of processor; computing: {said}")
        print(f"{statistics.median(taken):>12.2f} s    median of {RUNS}, the first with nothing loaded yet")
        if pictures:
            _picture(page, page.url, pictures / "policy-result")
            _picture(page, f"{HOME}nueva/", pictures / "policy-new")
            _picture(page, HOME, pictures / "policy-runs")
        browser.close()


def _run(page: Page, euros: int) -> float:
    """Ask for a run with another amount; seconds until its charts are there."""
    page.goto(f"{HOME}nueva/")
    page.locator('[name="guaranteed_income--1"]').fill(f"{euros},00")
    start = time.perf_counter()
    page.get_by_role("button", name="Simular").click()
    page.wait_for_url(re.compile(r".*/simulador-de-politicas/[0-9a-f-]{36}/"))
    page.locator("svg[role=img]").nth(3).wait_for()
    return time.perf_counter() - start


def _picture(page: Page, address: str, name: Path) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        page.screenshot(path=f"{name}-{width}.png", full_page=True)


if __name__ == "__main__":
    main()
