"""The check page in a real browser: by the link of the QR, by hand and with the file, at both widths, with axe at 0."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, look
from tests.browser.conftest import ROOT, RunningServer

ISSUE = """
from core.actors import SYSTEM
from receipts import services
from tests.unit.receipts.letters import letter
receipt = services.issue(letter(), subject_type="application", subject_ref="check-page", actor=SYSTEM)
open("{path}", "wb").write(services.content(receipt.public_id, SYSTEM))
print(receipt.cea)
"""


@pytest.fixture(scope="module")
def paper(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A paper issued by the running server's own installation: its code and its file."""
    path = tmp_path_factory.mktemp("paper") / "paper.pdf"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", ISSUE.replace("{path}", str(path))]
    done = subprocess.run(command, cwd=ROOT, env=server.environment, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1], path


def answer(page: Page) -> str:
    return page.locator("h1").inner_text()


@pytest.mark.req("S2-88", "S4-27")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_paper_is_checked_by_code_and_by_file(page: Page, paper: tuple[str, Path], tmp_path: Path, width: int):
    code, path = paper
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/verificar/")
    assert_accessible(page)
    page.get_by_label("El código entero").fill(code)
    page.get_by_role("button", name="Comprobar el código").click()
    assert answer(page) == "Auténtico"
    assert_accessible(page)
    look(page, "verify-authentic")

    page.get_by_label("El código entero").fill("no es un código")
    page.get_by_role("button", name="Comprobar el código").click()
    expect(page.get_by_role("alert")).to_contain_text("Ese código no está completo.")
    assert_accessible(page)

    data = path.read_bytes()
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    for file, word in ((path, "Auténtico"), (changed, "Alterado")):
        page.goto("/verificar/")
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Comprobar el archivo").click()
        assert answer(page) == word
        assert_accessible(page)
    look(page, "verify-altered")


def test_works_without_scripts(chromium, server: RunningServer, paper: tuple[str, Path]):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/verificar/")
    page.get_by_text("Prefiero escribirlo por partes").click()
    identifier, day, code = paper[0].split()
    page.get_by_label("Id. CEA").fill(identifier)
    page.get_by_label("Fecha").fill(f"{day[:2]}/{day[2:4]}/{day[4:]}")
    page.get_by_label("Código CEA").fill(code)
    page.get_by_role("button", name="Comprobar estos datos").click()
    assert answer(page) == "Auténtico"
    page.set_input_files("input[type=file]", paper[1])
    page.get_by_role("button", name="Comprobar el archivo").click()
    assert answer(page) == "Auténtico"
    context.close()
