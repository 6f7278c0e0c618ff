"""Simulate cases from files, one line of output per case — or a whole population from a table."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.money import euros
from rules import services as rules
from rules.types import CaseProblem, Population, Results, RuleText
from simulator.problems import NotJsonError, decode, not_json, problem, problem_of

_BENEFIT = "imv"
_KINDS = {
    "imv": "Ingreso mínimo vital",
    "imv_and_child_supplement": "Ingreso mínimo vital y complemento de infancia",
    "child_supplement_only": "Solo complemento de infancia",
    "none": "Nada",
    "undetermined": "Faltan datos",
}


class Command(BaseCommand):
    """`manage.py simulate FILE… | - | --population TABLE`; see the contract. Needs no database."""

    help = (
        "Simulate cases. Each FILE (or - for standard input) holds a case, an array of cases, or JSON Lines. "
        "With --population, a Parquet or CSV table with a row a unit."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, or the table."""
        parser.add_argument("files", nargs="*", metavar="FILE")
        parser.add_argument("--population", type=Path, metavar="TABLE", help="a .parquet or .csv, a row a unit")
        parser.add_argument("--out", type=Path, metavar="TABLE", help="where its outcomes go, .parquet or .csv")
        parser.add_argument("--on", metavar="DATE", help="the day of the law for a population; today unless said")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print an outcome or a problem for each case; exit 2 if any was wrong."""
        if rules.release_only_without_database():
            self.stderr.write(
                "La base de datos no responde: se usan los textos de reglas de esta versión del programa."
            )
        if options["population"]:
            if options["files"]:
                raise CommandError("Da casos o una población, no las dos cosas a la vez.")
            self._population(options["population"], options["out"], options["on"])
            return
        if not options["files"] or options["out"] or options["on"]:
            raise CommandError("Indica archivos de casos, o una tabla con --population (y, con ella, --on y --out).")
        wrong = False
        number = 0
        for name in options["files"]:
            for case in _cases(name):
                number += 1
                outcome = _answer(case)
                if "code" in outcome:
                    wrong = True
                    outcome["case"] = number
                    self.stderr.write(f"Caso {number}: {outcome['detail']}")
                self.stdout.write(msgspec.json.encode(outcome).decode())
        if wrong:
            sys.exit(2)

    def _population(self, source: Path, target: Path | None, day: str | None) -> None:
        """Read a table piece by piece, write its outcomes and print totals; exit 2 where it cannot be read."""
        from simulator.population import outcomes, tables
        from simulator.population.problems import PopulationProblem

        try:
            on = rules.day(day) if day else timezone.localdate()
            text = rules.text(_BENEFIT, on)
            kind = tables.kind_of(source.name)
            writer = outcomes.Writer(target, tables.kind_of(target.name)) if target else None
            with contextlib.ExitStack() as kept:
                if writer:
                    kept.enter_context(writer)
                keep = None if writer is None else lambda found: writer.add(outcomes.outcome_table(found))
                totals = _added(text, _read(tables.pieces(source, kind, text)), keep)
        except (PopulationProblem, CaseProblem) as problem:
            self.stderr.write(str(problem) if isinstance(problem, PopulationProblem) else problem.sentence)
            sys.exit(2)
        except _UnreadableError:
            self.stderr.write("El archivo no se puede leer. Revisa la ruta y los permisos.")
            sys.exit(2)
        except OSError:
            self.stderr.write("Los resultados no se pueden escribir ahí. Revisa la ruta y los permisos.")
            sys.exit(2)
        self._say(text, totals)

    def _say(self, text: RuleText, totals: _Totals) -> None:
        self.stdout.write(f"Ley del {text.on.isoformat()} · {text.hash}")
        self.stdout.write(f"{totals.units} unidades, {totals.people} personas")
        for kind, count in sorted(zip(rules.KINDS, totals.kinds, strict=True), key=lambda pair: -pair[1]):
            self.stdout.write(f"{_KINDS[kind]}: {count}")
        for label, name in (("Ingreso mínimo vital", "imv"), ("Complemento de infancia", "child_supplement")):
            self.stdout.write(f"{label} al mes, en total: {euros(totals.cents[name])}")
        self.stdout.write(f"Al año, en total: {euros(12 * totals.cents['total'])}")
        rate = totals.units / max(totals.seconds, 1e-9)
        self.stdout.write(f"{rate:,.0f} unidades por segundo de procesador")


@dataclass
class _Totals:
    """What the pieces of a population come to; `seconds` of processor for the answers alone."""

    kinds: Any
    units: int = 0
    people: int = 0
    seconds: float = 0.0
    cents: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("imv", "child_supplement", "total"), 0))


class _UnreadableError(Exception):
    """The table's file cannot be read."""


def _read(pieces: Iterator[Population]) -> Iterator[Population]:
    """The pieces; an error of the table's file is told from one of the file written."""
    try:
        yield from pieces
    except OSError as error:
        raise _UnreadableError from error


def _added(text: RuleText, pieces: Iterator[Population], keep: Callable[[Results], None] | None) -> _Totals:
    totals = _Totals(np.zeros(len(rules.KINDS), dtype=np.int64))
    for population in pieces:
        start = time.process_time()
        results = rules.simulate(text, population)
        totals.seconds += time.process_time() - start
        totals.units += len(population)
        totals.people += population.people
        totals.kinds += np.bincount(results.kinds, minlength=len(rules.KINDS))
        for name in totals.cents:
            totals.cents[name] += _sum(results.of(name))
        if keep:
            keep(results)
    return totals


def _sum(column: Any) -> int:
    return int(column.values.sum() if column.unknown is None else column.values[~column.unknown].sum())


def _answer(case: Any) -> dict[str, Any]:
    """The outcome of a case, or its problem object."""
    if isinstance(case, NotJsonError):
        return not_json()
    if isinstance(case, OSError):
        return problem("unreadable_file", "El archivo no se puede leer. Revisa la ruta y los permisos.")
    try:
        return dict(rules.simulate_case(case))
    except CaseProblem as error:
        return problem_of(error)


def _cases(name: str) -> Iterator[Any]:
    """The cases of a file, in order; what cannot be read comes out as the error it gave."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        yield error
        return
    try:
        whole = decode(data)
    except NotJsonError as error:
        lines = [line for line in data.splitlines() if line.strip()]
        if len(lines) < 2:
            yield error
        else:
            yield from map(_decoded, lines)
        return
    yield from whole if isinstance(whole, list) else [whole]


def _decoded(line: bytes) -> Any:
    try:
        return decode(line)
    except NotJsonError as error:
        return error
