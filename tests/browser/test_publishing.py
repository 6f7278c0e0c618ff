"""J8 in a real browser: next year's amounts copied, edited, refused, tried, reviewed by another, published, kept.

Every page with axe at both widths. The version is withdrawn at the end, so that the demonstration is left as it was.
"""

import json
import re
import time
from datetime import date

import httpx
import pytest
from django.utils import timezone

from tests.browser.axe import look
from tests.browser.conftest import RunningServer
from tests.browser.test_administration import administrators, both_widths  # noqa: F401 - a fixture
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.req("S2-71", "S2-72")
YEAR = timezone.localdate().year + 1
TABLE = "Renta garantizada mensual, según el número de miembros"
CASE = {
    "benefit": "imv",
    "unit": {"annual_income_previous_year": 0, "net_patrimony": 0, "non_corporate_assets": 0},
    "members": [
        {
            "ref": "a",
            "relation": "applicant",
            "birth_date": "1984-05-02",
            "legal_residence_since": "2010-01-01",
            "independent_since": "2010-01-01",
        }
    ],
}


PAST_CASES = """
from django.utils import timezone
from rules import services as rules
from rules.publishing import populations
for number, case in enumerate(populations.some("imv", timezone.localdate(), 0, 500)):
    read = rules.read_case(case)
    rules.store_assessment(rules.assess(rules.text("imv", read.on), read), "submission", f"j8-{number}")
"""


def test_j8_next_years_amounts(administrators: tuple[Visitor, Visitor], server: RunningServer) -> None:  # noqa: F811
    beatriz, rafael = administrators
    server.manage("shell", "-v", "0", "-c", PAST_CASES)
    before = monthly(server, date(YEAR, 1, 1))
    beatriz.open("/oficina/administracion/reglas/", "rules-versions")
    both_widths(beatriz)
    beatriz.press("Versión nueva", "rules-new")
    both_widths(beatriz)
    beatriz.fill({"reason": f"Real Decreto de revalorización de {YEAR}."})
    beatriz.press("Copiar y empezar", "rules-amounts")
    beatriz.expect("Borrador creado", "Copiada sin confirmar")
    both_widths(beatriz)
    version = re.search(r"/reglas/([0-9a-f-]{36})/", beatriz.page.url)
    assert version
    address = f"/oficina/administracion/reglas/{version.group(1)}/"

    refused_then_saved(beatriz)
    while beatriz.page.get_by_role("link", name=re.compile("^Confirmar ")).count():
        beatriz.follow(beatriz.page.get_by_role("link", name=re.compile("^Confirmar ")).first)
        raised(beatriz)
    beatriz.open(address + "cuantias/", "rules-amounts-confirmed")
    both_widths(beatriz)
    a_sentence(beatriz, address)
    beatriz.open(address, "rules-version-draft")
    both_widths(beatriz)
    beatriz.expect("Cuantías confirmadas", "Probarla")

    tried(beatriz, address)
    beatriz.open(address)
    beatriz.press("Proponer", "rules-proposed")
    beatriz.expect("La revisa otra persona")
    refused = beatriz.page.goto(address + "revisar/")
    assert refused is not None
    assert refused.status == 403

    reviewed(rafael, address)
    assert monthly(server, date(YEAR - 1, 12, 31)) == before
    assert monthly(server, date(YEAR, 1, 1)) == pytest.approx(before * 1.02, abs=0.01)

    closed = beatriz.page.goto(address + "cuantias/guaranteed_income/")
    assert closed is not None
    assert closed.status == 409
    beatriz.expect("Publicada: crea una nueva")
    beatriz.arrive("rules-published-closed")
    beatriz.open(address, "rules-version-published")
    both_widths(beatriz)
    beatriz.open("/oficina/administracion/reglas/", "rules-versions-published")
    beatriz.expect(f"Cuantías {YEAR}", f"hasta 31/12/{YEAR - 1}")
    beatriz.open(f"/reglas/imv/?dia={YEAR}-01-01", "rules-reference")
    both_widths(beatriz)
    beatriz.expect(f"desde 01/01/{YEAR}", f"RD 1/{YEAR}, anexo I")

    rafael.open(address + "retirar/", "rules-withdraw")
    both_widths(rafael)
    rafael.fill({"reason": "Fin de la prueba: vuelve a contar el texto anterior."})
    rafael.press("Retirar", "rules-withdrawn")
    time.sleep(6)  # every process notices within five seconds
    assert monthly(server, date(YEAR, 1, 1)) == before


def monthly(server: RunningServer, on: date) -> float:
    """What the public simulator answers for a case of that day."""
    answer = httpx.post(f"{server.url}/api/v1/simulations", json=CASE | {"on": on.isoformat()}, timeout=20)
    assert answer.status_code == 200, json.dumps(answer.json())
    return float(answer.json()["monthly"]["imv"])


def refused_then_saved(visitor: Visitor) -> None:
    """A household of three with less than one of two: told beside its row, not saved; then put right."""
    visitor.press(f"Confirmar {TABLE}", "rules-amount")
    both_widths(visitor)
    right = visitor.page.locator('[name="cell_3"]').input_value()
    visitor.fill({"cell_3": "100,00", "source": f"RD 1/{YEAR}, anexo I"})
    visitor.press("Comprobar y guardar", "rules-amount-refused")
    visitor.expect("La fila 3 (100,00 €) es menor que la fila 2", "parameters.yaml, línea", "o corrige la fila 2")
    both_widths(visitor)
    visitor.fill({"cell_3": right})
    raised(visitor)


def raised(visitor: Visitor) -> None:
    """Two per cent more in every row, with its source."""
    for box in visitor.page.locator('[name^="cell_"]').all():
        cents = int(re.sub(r"\D", "", box.input_value()))
        box.fill(f"{cents * 102 // 100 // 100},{cents * 102 // 100 % 100:02d}")
    visitor.fill({"source": f"RD 1/{YEAR}, anexo I"})
    visitor.press("Comprobar y guardar")
    visitor.expect("Guardado:")


def a_sentence(visitor: Visitor, address: str) -> None:
    visitor.open(address + "frases/?q=patrimonio", "rules-sentences")
    both_widths(visitor)
    visitor.follow(
        visitor.page.get_by_role("link", name=re.compile("^Cambiar Requisito.*si no se cumple$")).first,
        "rules-sentence",
    )
    both_widths(visitor)
    visitor.fill({"text": "Se ha pasado de {nada}."})
    visitor.press("Comprobar y guardar", "rules-sentence-refused")
    visitor.expect("La frase muestra {nada}, que no existe.")
    visitor.fill({"text": "El patrimonio neto pasa del límite que pone la ley."})
    visitor.press("Comprobar y guardar")
    visitor.expect("Frase guardada.")


def tried(visitor: Visitor, address: str) -> None:
    """Ask for a trial and wait as a person does, looking again."""
    visitor.open(address + "prueba/", "rules-untried")
    visitor.press("Probar")
    look(visitor.page, "rules-trying")
    both_widths(visitor)
    for _ in range(120):
        visitor.page.goto(address + "prueba/")
        if "Terminada el" in visitor.text():
            break
        time.sleep(2)
    visitor.arrive("rules-tried")
    both_widths(visitor)
    visitor.expect(
        "Terminada el",
        "Cobrarían más",
        "Expedientes guardados: 500",
        "Ejemplos de la ley",
        "después del último año publicado",
    )


def reviewed(visitor: Visitor, address: str) -> None:
    visitor.open(address + "revisar/", "rules-review")
    both_widths(visitor)
    visitor.expect("Ejemplos de la ley que salen distintos", "733,60")
    visitor.fill({"note": "Cifras cotejadas con el BOE."})
    visitor.press("Firmar y publicar", "rules-review-refused")
    visitor.expect("Hay avisos que tienes que dar por vistos.")
    visitor.page.get_by_label("He leído los avisos").check()
    visitor.fill({"note": "Cifras cotejadas con el BOE."})
    visitor.press("Firmar y publicar", "rules-published")
    visitor.expect("Publicada. Nadie puede cambiarla ya.")
