"""A running Amparo, exactly as `make run` starts it, and Debian's Chromium to visit it with.

The server keeps its own SQLite, folders and ports, so these tests never touch the database of the others.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.visitor import Visitor
from tests.services import free_port, missing

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
START_WITHIN_SECONDS = 120
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class RunningServer:
    """Where the server answers and where it keeps its things."""

    url: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command against the running server's own data."""
        command = [sys.executable, "manage.py", *arguments]
        finished = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=120
        )
        return finished.stdout


def _environment(folder: Path, port: int) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {
        "AMPARO_DATA_DIR": str(folder),
        "AMPARO_DEMONSTRATION": "1",
        "AMPARO_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    for name in ("POLICE", "TAX", "RESIDENCE"):
        environment[f"AMPARO_STANDIN_{name}"] = f"http://127.0.0.1:{free_port()}"
    environment["AMPARO_SMS_URL"] = f"http://127.0.0.1:{free_port()}/v1/messages"
    environment["AMPARO_OIDC_ISSUER"] = f"http://127.0.0.1:{free_port()}"
    return environment


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/salud/listo", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    process.terminate()
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """`manage.py serve` on free ports, with the demonstration loaded."""
    folder, port = tmp_path_factory.mktemp("amparo-server"), free_port()
    environment, log = _environment(folder, port), folder / "server.log"
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process, log)
        yield RunningServer(url, folder, environment)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the session."""
    if CHROMIUM is None:
        pytest.skip(missing("Chromium", "chromium"))
    # Playwright keeps an event loop in this thread; Django must not take the test for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, server: RunningServer) -> Iterator[BrowserContext]:
    """A browser that has never been here before."""
    fresh = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that browser."""
    return context.new_page()


@pytest.fixture
def visit(chromium: Browser, live_server) -> Iterator[Callable[[Client], Visitor]]:
    """A tab in which the session of a client goes on."""
    contexts = []

    def enter(client: Client) -> Visitor:
        context = chromium.new_context(
            base_url=live_server.url, locale="es-ES", viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(20_000)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return Visitor(context.new_page())

    yield enter
    for context in contexts:
        context.close()
