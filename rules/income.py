"""From lines of income to the computable income of art. 20, with the reason for each line.

Nothing is guessed: a line says its kind, and the text says how that kind counts. The sum of what counts, less the tax
and the contributions of the lines that count, is the unit's computable income of the year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.cases import amount_of
from rules.language.income import IncomeKind
from rules.language.text import RuleText
from rules.types import CaseProblem

_AMOUNTS = ("gross", "expenses", "withholding", "contributions")
_KEYS = ("member", "kind", "year", *_AMOUNTS)
MAX_LINES = 500


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """One line, read: amounts in cents."""

    member: str
    kind: IncomeKind
    year: int
    gross: int
    expenses: int
    withholding: int
    contributions: int

    def counted(self, on: date) -> int:
        """Cents that count on a day; less than nothing where it takes off."""
        match self.kind.counting(on):
            case "none":
                return 0
            case "paid":
                return -self.gross
            case "net":
                return self.gross - self.expenses - self.withholding - self.contributions
        return self.gross - self.withholding - self.contributions


def read_lines(text: RuleText, data: object) -> list[IncomeLine]:
    """The lines of a request, checked; raises CaseProblem."""
    if not isinstance(data, list):
        raise CaseProblem("wrong_type", "/lines", "lines debe ser una lista de ingresos.")
    if len(data) > MAX_LINES:
        raise CaseProblem("wrong_type", "/lines", f"Como mucho caben {MAX_LINES} ingresos.")
    return [_line(text, item, f"/lines/{number}") for number, item in enumerate(data)]


def _line(text: RuleText, item: object, pointer: str) -> IncomeLine:
    if not isinstance(item, Mapping):
        raise CaseProblem("wrong_type", pointer, "Cada ingreso debe ser un objeto con sus datos.")
    for name in item:
        if name not in _KEYS:
            raise CaseProblem(
                "unknown_fact", f"{pointer}/{name}", f"Quita este campo; aquí solo van: {', '.join(_KEYS)}."
            )
    named = item.get("kind")
    kind = text.income.get(named) if isinstance(named, str) else None
    if kind is None:
        raise CaseProblem("wrong_type", f"{pointer}/kind", f"Elige uno de estos tipos: {', '.join(text.income)}.")
    member, year = item.get("member", ""), item.get("year")
    if not isinstance(member, str):
        raise CaseProblem("wrong_type", f"{pointer}/member", "Escribe la referencia de la persona, un texto.")
    if isinstance(year, bool) or not isinstance(year, int) or not 1900 <= year <= text.on.year:
        raise CaseProblem(
            "wrong_type", f"{pointer}/year", "Escribe el año del ingreso con cuatro cifras, no posterior a on."
        )
    if "gross" not in item:
        raise CaseProblem("wrong_type", f"{pointer}/gross", "Falta el importe íntegro.")
    amounts = {
        name: amount_of(0 if item.get(name) is None else item[name], f"{pointer}/{name}", minimum=0)
        for name in _AMOUNTS
    }
    return IncomeLine(member=member, kind=kind, year=year, **amounts)


def computable(text: RuleText, lines: list[IncomeLine], others: Sequence[RuleText] = ()) -> dict[str, Any]:
    """Computable income by year, and what each line adds or takes off, as JSON-ready data.

    `others` are the same text in other languages: reasons are given in each.
    """
    counted = [line.counted(text.on) for line in lines]
    years: dict[int, int] = {}
    for line, cents in zip(lines, counted, strict=True):
        years[line.year] = years.get(line.year, 0) + cents
    return {
        "benefit": text.benefit,
        "on": text.on.isoformat(),
        "text": text.hash,
        "computable": max(sum(counted), 0) / 100,
        "by_year": {str(year): max(years[year], 0) / 100 for year in sorted(years)},
        "lines": [_told((text, *others), line, cents) for line, cents in zip(lines, counted, strict=True)],
        "doubtful": sorted({line.kind.name for line in lines if line.kind.doubtful}),
    }


def _told(spoken: Sequence[RuleText], line: IncomeLine, cents: int) -> dict[str, Any]:
    return {
        "member": line.member,
        "kind": line.kind.name,
        "year": line.year,
        "counts": line.kind.counting(spoken[0].on),
        "counted": cents / 100,
        "article": line.kind.article.as_dict(),
        "reason": {one.tongue.code: one.income[line.kind.name].reason for one in spoken},
    }
