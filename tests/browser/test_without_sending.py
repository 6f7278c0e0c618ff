"""The seal checked in the browser itself: nothing leaves it, and what was changed, added or is a stranger's is told."""

import functools
import io
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from receipts.seal import FileSigner, Sealer, create_demonstration_authority, load_keys
from tests.browser.axe import assert_accessible, look
from tests.browser.conftest import ROOT, RunningServer
from tests.unit.receipts.letters import authority, letter, sealed_by, stamp
from tests.unit.receipts.test_signers import rsa_seal

ADDRESS = "/verificar/sin-enviar/"


@pytest.fixture(scope="module")
def papers(server: RunningServer, tmp_path_factory) -> dict[str, Path]:
    """A paper with the running installation's own seal, and what somebody makes of it."""
    folder = tmp_path_factory.mktemp("papers")
    server.manage("setup_seal")
    keys = load_keys(server.folder / "keys" / "seal")
    good = sealed_by(Sealer(FileSigner(keys.certificate, keys.key)))
    _, stranger = authority(folder / "stranger")
    lookalike = create_demonstration_authority(folder / "lookalike")
    middle = len(good) // 2
    swapped = good.rindex(b"00000000>") + 3
    made = {
        "authentic": good,
        "rsa": sealed_by(Sealer(FileSigner(*rsa_seal(keys, folder)))),
        "changed": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "gap": good[:swapped] + b"1" + good[swapped + 1 :],
        "appended": good + b"\n% algo",
        "revision": _later_revision(good),
        "stranger": sealed_by(stranger),
        "lookalike": sealed_by(Sealer(FileSigner(lookalike.certificate, lookalike.key))),
        "unsealed": prepare_without_seal(),
        "text": b"hola",
        "truncated": good[: len(good) // 3],
    }
    for name, content in made.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return {name: folder / f"{name}.pdf" for name in made}


def prepare_without_seal() -> bytes:
    from receipts.layout import lay_out

    return lay_out(letter(), stamp())


def _later_revision(data: bytes) -> bytes:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/Amparo"] = generic.pdf_string("algo más")
    writer.update_root()
    later = io.BytesIO()
    writer.write(later)
    return later.getvalue()


def answer(page: Page, path: Path) -> str:
    page.set_input_files("input[type=file]", path)
    heading = page.locator("[data-answer] h2")
    expect(heading).to_be_focused()
    expect(page.locator("[data-answer]")).to_contain_text(path.name)
    return heading.inner_text()


WORDS = {
    "authentic": "Sello auténtico",
    "changed": "Alterado",
    "gap": "Alterado",
    "appended": "Hay algo añadido",
    "revision": "Hay algo añadido",
    "stranger": "No es nuestro sello",
    "lookalike": "No es nuestro sello",
    "unsealed": "Sin sello",
    "text": "No es un PDF",
    "truncated": "Alterado",
}


@pytest.mark.req("S2-88", "S4-27")
def test_each_file_gets_its_word_and_none_leaves_the_browser(page: Page, papers: dict[str, Path]):
    sent: list[str] = []
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: sent.append(request.url))
    assert {name: answer(page, papers[name]) for name in WORDS} == WORDS
    assert sent == []


def test_an_rsa_seal_of_another_name_is_whole_but_not_ours(page: Page, papers: dict[str, Path]):
    """Same root, no organisation: the signature is checked with RSA and holds; the name is not."""
    page.goto(ADDRESS)
    assert answer(page, papers["rsa"]) == "No es nuestro sello"
    expect(page.locator("[data-answer]")).to_contain_text("Su certificado es de otra organización.")


def test_the_browser_is_told_to_send_nothing(page: Page):
    response = page.goto(ADDRESS)
    policy = response.headers["content-security-policy"]
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    refused = page.evaluate("fetch('/verificar/').then(() => 'sent', () => 'refused')")
    assert refused == "refused"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_can_be_used_by_anyone(page: Page, papers: dict[str, Path], width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ADDRESS)
    assert_accessible(page)
    answer(page, papers["authentic"])
    assert_accessible(page)
    look(page, "without-sending-authentic")
    answer(page, papers["revision"])
    assert_accessible(page)
    look(page, "without-sending-added")
    page.get_by_text("Con qué certificado se compara").click()
    assert_accessible(page)


def test_without_scripts_it_says_what_to_do_instead(chromium, server: RunningServer):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.get_by_text("Tu navegador tiene apagado JavaScript")).to_be_visible()
    expect(page.get_by_text("python -m receipts.verify")).to_be_visible()
    expect(page.locator("input[type=file]")).to_be_hidden()
    context.close()


def test_it_works_with_the_connection_cut(page: Page, papers: dict[str, Path]):
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    assert answer(page, papers["authentic"]) == "Sello auténtico"
    page.context.set_offline(False)


def test_the_folder_anyone_may_host(page: Page, server: RunningServer, papers: dict[str, Path], tmp_path: Path):
    server.manage("export_verifier", str(tmp_path / "verifier"))
    handler = functools.partial(Quiet, directory=str(tmp_path / "verifier"))
    host = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://127.0.0.1:{host.server_port}/")
        assert answer(page, papers["authentic"]) == "Sello auténtico"
        assert answer(page, papers["changed"]) == "Alterado"
        assert answer(page, papers["stranger"]) == "No es nuestro sello"
        assert_accessible(page)
        look(page, "without-sending-folder")
    finally:
        host.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_roots_page(page: Page, server: RunningServer):
    page.goto("/transparencia/raices/")
    assert_accessible(page)
    look(page, "roots-empty")
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", CLOSE],
        cwd=ROOT,
        env=server.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(done.stdout.strip().splitlines()[-1]) >= 1
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/transparencia/raices/")
        assert_accessible(page)
    look(page, "roots")


CLOSE = """
import datetime as dt, time_machine
from django.utils import timezone
from core.actors import SYSTEM
from receipts import services
from tests.unit.receipts.letters import letter
with time_machine.travel(timezone.now() - dt.timedelta(days=4)):
    services.issue(letter(), subject_type="application", subject_ref="roots-page", actor=SYSTEM)
services.close_due_days()
from receipts.models import DailyRoot
print(DailyRoot.objects.count())
"""
