"""`POST /api/v1/simulations` as it is served, and OpenFisca's own web API on the same households:
``.venv/bin/python -m tests.bench.bench_service``.

granian with one worker, PostgreSQL and Redis as deploy/README.md has them, behind a proxy's headers; 200 connections;
no household is sent twice in a row and every answer is the whole outcome of the contract, reasons and all; both as the
web process of the pages and as that of machines alone. OpenFisca (``make openfisca``) serves the country package
generated from the same text with one worker. It is asked for the figures our outcome has, which is what is compared;
for what is due and nothing else, the leanest it can answer; and for its trace, the nearest it has to reasons. Prints
answers for each second of processor of the server's processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from core import processes  # noqa: E402
from deploy import servers  # noqa: E402
from rules import services  # noqa: E402
from rules.compilers.openfisca import country_package  # noqa: E402
from rules.types import Population, RuleText  # noqa: E402
from simulator.population import synthetic  # noqa: E402
from simulator.population.contract_cases import cases_of  # noqa: E402
from tests.bench.bench_openfisca import PYTHON, ROOT, arrays  # noqa: E402
from tests.bench.service_load import Served, drive, installed, processor_seconds  # noqa: E402

HOUSEHOLDS = 20_000
CONNECTIONS = 200
SECONDS = 20
#: OpenFisca answers some thirty in a second: more connections would measure its queue.
THEIR_CONNECTIONS, THEIR_HOUSEHOLDS = 4, 500
COMPARED = 200
PERIOD = "2026-01"
ASKED = ("eligible", "imv", "child_supplement", "total")
#: By their names in the text, beside the requirements.
_FIGURES = (
    *("eligible", "imv_due", "child_supplement_due", "guaranteed_income", "computable_income", "imv"),
    *("child_supplement", "total", "income", "exempt_work", "by_current_year"),
    *("limit_net_patrimony", "limit_non_corporate_assets"),
)
#: The web API loads a package by this name and wants parameters to list: here they are figures inside the formulas.
_AS_A_PACKAGE = """

class CountryTaxBenefitSystem:
    def __new__(cls):
        from openfisca_core.parameters import ParameterNode

        found = system()
        found.parameters = ParameterNode("", data={"minimum_age": {"values": {"2022-01-01": {"value": 23}}}})
        return found
"""


def main() -> None:
    """Print the table, or what is missing for it."""
    if not installed():
        print("wrk is not installed (Debian: wrk): no load can be put on the service.")
        return
    text = services.text("imv", synthetic.REFERENCE_DAY)
    population = synthetic.synthetic(HOUSEHOLDS)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        everybody, entitled = (Path(folder) / f"{name}.jsonl" for name in ("everybody", "entitled"))
        cases = [json.dumps(case) + "\n" for case in cases_of(text, population)]
        due = services.simulate(text, population).of("eligible").values
        everybody.write_text("".join(cases))
        entitled.write_text("".join(case for case, is_due in zip(cases, due, strict=True) if is_due))
        print(
            f"{HOUSEHOLDS:>12,}      different households, {int(due.sum()):,} with something due, from 1,000 addresses"
        )
        told = ("everybody (a no says what would change it)", "households with something due")
        mixes = dict(zip(told, (everybody, entitled), strict=True))
        ours, answers = _ours(Path(folder), mixes)
        if not PYTHON.exists():
            print(f"OpenFisca is not installed ({PYTHON} is missing): run `make openfisca` to compare with it.")
            return
        theirs, different = _theirs(Path(folder), text, population, answers)
        print(f"{different:>12,}      of {COMPARED:,} households answered differently")
        for what, served in theirs.items():
            _told(f"OpenFisca's web API, one worker, everybody: {what}", served, THEIR_CONNECTIONS)
            for whose, own in ours.items():
                ratio = own.per_processor_second / served.per_processor_second
                print(f"{ratio:>12.1f} ×    {whose}, beside it")


def _told(what: str, served: Served, connections: int = CONNECTIONS) -> None:
    load = served.load
    wall = load.microseconds / 1e6
    print(f"{served.per_processor_second:>12,.0f} /s   for a second of processor: {what}")
    print(f"{load.good / wall:>12,.0f} /s   of wall time; {served.processor / wall:.2f} processors busy")
    print(f"{load.p50 / 1000:>12,.0f} ms   median at {connections} connections; p99 {load.p99 / 1000:,.0f} ms")
    if load.refused or load.broken:
        print(f"{load.refused:>12,}      refused, {load.broken:,} broken")


# --- Ours -------------------------------------------------------------------------------------------------------------


def _ours(folder: Path, mixes: dict[str, Path]) -> tuple[dict[str, Served], list[dict[str, Any]]]:
    """Each way of serving with everybody's load; the answers to the first households."""
    served: dict[str, Served] = {}
    with contextlib.ExitStack() as running:
        postgresql = servers.start_postgresql(folder / "postgresql")
        running.callback(postgresql.stop)
        redis = servers.start_redis(folder / "redis")
        running.callback(redis.stop)
        environment = _environment(folder, postgresql.url, redis.url)
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
            subprocess.run([*manage, *command], check=True, cwd=ROOT, env=environment)
        everybody = next(iter(mixes.values()))
        with everybody.open() as lines:
            cases = [next(lines) for _ in range(COMPARED)]
        for whose, serving in (("machines' process", processes.machines), ("pages' process", processes.web)):
            port = servers.free_port()
            address = f"http://127.0.0.1:{port}"
            server = processes.start(serving("127.0.0.1", port, 1), environment)
            try:
                _wait(f"{address}/salud/vivo")
                answers = [_asked(f"{address}/api/v1/simulations", case) for case in cases]
                drive(f"{address}/api/v1/simulations", everybody, CONNECTIONS, 2, [server.pid])  # until it is warm
                for what, mix in mixes.items():
                    found = drive(f"{address}/api/v1/simulations", mix, CONNECTIONS, SECONDS, [server.pid])
                    _told(f"POST /api/v1/simulations, granian, one worker, {whose}: {what}", found)
                    served.setdefault(whose, found)
            finally:
                processes.kill(server)
        counted = processor_seconds([redis.processes[0].pid])
        print(f"{counted:>12.2f} s    of processor of Redis, which counts the calls")
        return served, answers


def _environment(folder: Path, database: str, cache: str) -> dict[str, str]:
    """As deploy/README.md sets a real installation: nothing of the demonstration, a proxy before it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "AMPARO_DATA_DIR": str(folder / "data"),
        "AMPARO_BEHIND_PROXY": "1",
        "DATABASE_URL": database,
        "REDIS_URL": cache,
    }


def _asked(address: str, body: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.255.0.1"}
    with urllib.request.urlopen(urllib.request.Request(address, body.encode(), headers), timeout=30) as answer:
        return dict(json.load(answer))


def _wait(address: str) -> None:
    for _ in range(600):
        request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
        try:
            with urllib.request.urlopen(request, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {address}")


# --- OpenFisca's ------------------------------------------------------------------------------------------------------


def _theirs(
    folder: Path, text: RuleText, population: Population, answers: list[dict[str, Any]]
) -> tuple[dict[str, Served], int]:
    package = folder / "packages" / "amparo_country"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(country_package(text) + _AS_A_PACKAGE)
    asked = list(_their_questions(arrays(text, population)))
    lean, whole = folder / "lean.jsonl", folder / "whole.jsonl"
    lean.write_text("".join(json.dumps(one) + "\n" for one in asked))
    whole.write_text("".join(json.dumps(_with_our_figures(text, one)) + "\n" for one in asked))
    port = servers.free_port()
    command = [str(PYTHON.with_name("openfisca")), "serve", "--country-package", "amparo_country"]
    command += ["--workers", "1", "--bind", f"127.0.0.1:{port}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "PYTHONPATH": f"{package.parent}:{ROOT}"}
    server = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/entities")
        found = (_asked(f"{address}/calculate", json.dumps(one)) for one in asked)
        different = sum(_amounts(theirs) != _due(ours) for ours, theirs in zip(answers, found, strict=False))
        ways = {
            "/calculate, the figures of our outcome": ("calculate", whole),
            "/calculate, what is due alone": ("calculate", lean),
            "/trace, what is due and how it came about": ("trace", lean),
        }
        served = {
            what: drive(f"{address}/{path}", bodies, THEIR_CONNECTIONS, SECONDS, [server.pid])
            for what, (path, bodies) in ways.items()
        }
        return served, different
    finally:
        processes.kill(server)


def _their_questions(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Households as OpenFisca's web API takes them: words by number, days by number, money in cents."""
    offsets, heads = found.pop("offsets"), found.pop("heads")
    for at in range(THEIR_HOUSEHOLDS):
        people = range(int(offsets[at]), int(offsets[at + 1]))
        names = {row: f"p{row}" for row in people}
        head = names[int(heads[at])]
        household = {f"unit_{name}": {PERIOD: None} for name in ASKED} | _facts(found, "unit", at)
        others = [name for name in names.values() if name != head]
        yield {
            "persons": {name: _facts(found, "member", row) for row, name in names.items()},
            "households": {"h": {"applicants": [head], "others": others, **household}},
        }


def _with_our_figures(text: RuleText, asked: dict[str, Any]) -> dict[str, Any]:
    """Also asked for what else our outcome says in figures: every requirement, income, limits."""
    names = [*(text.outcome[name] for name in _FIGURES), *(f"met__{one.id}" for one in text.requirements)]
    more = {f"unit_{name}": {PERIOD: None} for name in names}
    return {**asked, "households": {"h": {**more, **asked["households"]["h"]}}}


def _facts(found: dict[str, Any], entity: str, row: int) -> dict[str, Any]:
    return {
        name.replace(".", "_"): {PERIOD: values[row].item()}
        for name, values in found.items()
        if name.startswith(f"{entity}.")
    }


def _amounts(answer: dict[str, Any]) -> list[Any]:
    household = answer["households"]["h"]
    return [household[f"unit_{name}"][PERIOD] for name in ASKED]


def _due(outcome: dict[str, Any]) -> list[Any]:
    return [outcome["eligible"], *(round(outcome["monthly"][name] * 100) for name in ASKED[1:])]


if __name__ == "__main__":
    main()
