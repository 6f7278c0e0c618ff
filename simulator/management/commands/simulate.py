"""Simulate cases from files: one line of output per case, in the order they came."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser

from rules import services as rules
from rules.types import CaseProblem
from simulator.problems import NotJsonError, decode, not_json, problem, problem_of


class Command(BaseCommand):
    """`manage.py simulate FILE… | -`; see the contract. Needs no database."""

    help = "Simulate cases. Each FILE (or - for standard input) holds a case, an array of cases, or JSON Lines."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print an outcome or a problem for each case; exit 2 if any was wrong."""
        if rules.release_only_without_database():
            self.stderr.write(
                "La base de datos no responde: se usan los textos de reglas de esta versión del programa."
            )
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
