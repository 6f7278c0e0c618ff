"""Speed of the rules' readings on one core: ``.venv/bin/python -m tests.bench.bench_rules``.

Prints processor time (not wall time, so that a busy machine distorts less) of the median of five rounds. The last
column is how long each takes beside the decision alone, within this run. The process is got ready like one that serves.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
os.environ.setdefault("AMPARO_HTTPS", "0")

import django
import msgspec
from django.conf import settings
from django.core.wsgi import get_wsgi_application

django.setup()

from core import serving  # noqa: E402
from rules import cases, services  # noqa: E402
from rules.compilers.compiled import Compiled  # noqa: E402
from rules.compilers.source.program import forget_code  # noqa: E402
from rules.form_states import form_state  # noqa: E402
from rules.language import reader  # noqa: E402
from rules.language.load import load  # noqa: E402
from rules.texts_store import compiled_for, edition_of  # noqa: E402
from rules.types import Assessment, Case, RuleText  # noqa: E402
from simulator.api.examples import CASE  # noqa: E402


def rate(action: Callable[[], object], repeat: int) -> float:
    """How often a second `action` can be done."""
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(repeat):
            action()
        rounds.append(repeat / (time.process_time() - start))
    return statistics.median(rounds)


def partial_case(text: RuleText, data: dict[str, Any]) -> Case:
    """A case of the form: what it leaves out has not been asked."""
    return cases.read(text, {"benefit": "imv", "on": text.on.isoformat(), **data}, text.on, closed=False)


def traced(assessment: Assessment) -> list[tuple[Any, ...]]:
    """Every requirement with all it says but words."""
    return [(one.id, one.met, one.exception, one.members, one.values) for one in assessment.requirements]


def request() -> Callable[[], object]:
    """A call of `POST /api/v1/simulations` through the whole of Django, without a server before it."""
    settings.API_CALLS_PER_MINUTE = 1_000_000_000  # all of them come from one address
    application = get_wsgi_application()
    body = msgspec.json.encode(CASE)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/simulations",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }

    def call() -> None:
        said: list[str] = []
        answer = application({**environ, "wsgi.input": io.BytesIO(body)}, lambda status, headers: said.append(status))
        b"".join(answer)
        if not said[0].startswith("200"):
            raise RuntimeError(said[0])

    return call


def loaded(files: dict[str, str]) -> object:
    """The whole text read, checked and frozen, with nothing kept from before."""
    reader._parsed.cache_clear()
    return load(files)


def main() -> None:
    """Print the table."""
    text = services.text("imv", date(2026, 10, 15))
    compiled = compiled_for(text)
    files = dict(edition_of(text).files)
    case = services.read_case(CASE)
    unknown = {**CASE, "unit": {**CASE["unit"], "annual_income_previous_year": None}}
    one = services.read_case(unknown)
    refused = {**CASE, "unit": {**CASE["unit"], "annual_income_previous_year": 60000.00}}
    several = services.read_case({**CASE, "unit": {**unknown["unit"], "net_patrimony": None, "unit_formed_on": None}})
    alone = partial_case(text, {"members": [{"ref": "a", "relation": "applicant"}]})
    half = partial_case(text, {"unit": {"lives_with_relatives": False}, "members": CASE["members"]})
    spouse = {"ref": "c", "relation": "spouse", "birth_date": "1986-01-01"}
    three = partial_case(text, {"unit": {"lives_with_relatives": False}, "members": [*CASE["members"], spouse]})

    def answered(read: Case) -> object:
        found = services.assess(text, read)
        return traced(found), found.eligible, found.missing

    def shown_and_settled(read: Case) -> object:
        state = form_state(text, read)
        return state.visible, state.settled

    def settled(read: Case) -> object:
        state = form_state(text, read)
        return state.fields, state.settled

    def worded(read: Case) -> object:
        state = form_state(text, read)
        return state.fields, state.settled, state.reasons, state.documents

    rows: list[tuple[str, Callable[[], object], int]] = [
        ("decision of a case already read, no trace", lambda: compiled.swift(case.household), 3000),
        ("the same, three-valued", lambda: compiled.three_valued(case.household), 3000),
        ("trace: every requirement with values, members, exception", lambda: traced(services.assess(text, case)), 2000),
        ("one unknown fact: decision and bounds, no trace", lambda: compiled.ranged(one.household), 1000),
        ("one unknown fact: trace and missing", lambda: answered(one), 300),
        ("three unknown facts: trace and missing", lambda: answered(several), 100),
        ("form, nothing answered: which questions show", lambda: form_state(text, alone).visible, 2000),
        ("form, two people half way: which questions show", lambda: form_state(text, half).visible, 2000),
        ("form, three people half way: which questions show", lambda: form_state(text, three).visible, 2000),
        ("form, three people: which show, settled requirements", lambda: shown_and_settled(three), 1000),
        ("form, nothing answered: fields that could help", lambda: form_state(text, alone).fields, 500),
        ("form, nothing answered: fields, settled requirements", lambda: settled(alone), 500),
        ("form, two people half way: fields that could help", lambda: form_state(text, half).fields, 500),
        ("form, two people half way: fields, settled requirements", lambda: settled(half), 500),
        ("form, two people half way: and their reasons, documents", lambda: worded(half), 300),
        ("form, nothing answered: what is needed, each proved", lambda: form_state(text, alone).needed, 10),
        ("form, two people half way: what is needed, each proved", lambda: form_state(text, half).needed, 10),
        ("read a case", lambda: services.read_case(CASE), 2000),
        ("simulate_case: read, assess, outcome with words", lambda: services.simulate_case(CASE), 500),
        ("simulate_case, one unknown fact", lambda: services.simulate_case(unknown), 100),
        ("simulate_case, refused: with what would have to change", lambda: services.simulate_case(refused), 100),
        ("POST /api/v1/simulations through Django, no server", request(), 200),
        ("read and check the whole text, nothing kept", lambda: loaded(files), 1),
        ("compile every reading of a text", lambda: every_reading(text), 1),
    ]
    for _, action, _ in rows:
        action()
    serving.get_ready()
    first = 0.0
    for label, action, repeat in rows:
        found = rate(action, repeat)
        first = first or found
        print(f"{found:>12,.0f} /s  {1e6 / found:>10,.1f} us  {first / found:>9,.1f} x   {label}")


def every_reading(text: RuleText) -> object:
    """All the readings of a text, from nothing."""
    forget_code()
    compiled = Compiled(text)
    return compiled.careful_reading, compiled.asides, compiled._ranged, compiled._form


if __name__ == "__main__":
    main()
