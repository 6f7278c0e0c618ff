"""Who takes the next dossier of a directorate: the rule alone, on plain values, so that it can be rehearsed and proved.

Of the people who can take it, the one who ends with the least for their share: open dossiers with this one in, divided
by weight. On a tie, whoever has waited longest for one. Nobody is ever more than one dossier ahead of anybody else for
their share (docs/decisions/0012). Giving, previews and *what would the next twenty do* all call `choose`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

FULL_SHARE = 100
_EXACT = 10**6
"""Weights are whole numbers up to 200: shares that differ still differ once multiplied by this and cut."""

SKILLS = {
    "protected": "Situaciones protegidas",
    "foreign_documents": "Documentación extranjera",
    "discrepancies": "Discrepancias con registros",
}
"""The closed list. What in a dossier asks for each is in `workflow.skills`."""

PASSED_OVER = {
    "absent": "{n} ausente{s}",
    "no_share": "{n} sin reparto",
    "cap": "{n} con el tope lleno",
    "skill": "{n} sin la especialidad que pide",
    "capturer": "{n} porque la capturó",
    "holder": "{n} porque ya lo tiene",
}
"""Why somebody of the directorate was not counted, in words and counts only. Each person is counted once."""

WAITS = {
    "by_hand": "Reparto automático apagado",
    "nobody_active": "No hay nadie activo",
    "all_absent": "Todas las personas activas están ausentes",
    "cap": "Las personas activas tienen el tope lleno",
    "skill": "Nadie con la especialidad que pide puede recibirlo ahora",
    "capturer": "Solo podría recibirlo quien lo capturó",
    "holder": "Solo está activo quien ya lo tiene",
}
"""Why a dossier waits for somebody."""


@dataclass(frozen=True)
class Taker:
    """A processor of the directorate as the rule sees them. `latest` is when they were last given one (0: never)."""

    id: int
    load: int = 0
    weight: int = FULL_SHARE
    cap: int | None = None
    skills: frozenset[str] = frozenset()
    absent: bool = False
    latest: float = 0.0

    @property
    def share(self) -> int:
        """Load for a full share: 20 dossiers at 50 % weigh as 40."""
        return round(self.load * FULL_SHARE / self.weight) if self.weight else self.load

    @property
    def after(self) -> int:
        """What the rule compares: load with one more, for their share."""
        return (self.load + 1) * _EXACT // self.weight


@dataclass(frozen=True)
class Wish:
    """What a dossier asks of whoever takes it."""

    skills: frozenset[str] = frozenset()
    capturer: int | None = None
    holder: int | None = None


@dataclass(frozen=True)
class Choice:
    """Who takes it, or why nobody can; how many could, and how many were passed over for what."""

    taker: Taker | None
    able: int
    passed_over: dict[str, int] = field(default_factory=dict)

    @property
    def waits_for(self) -> str:
        """Code of `WAITS` when there is no taker: what would have to change first."""
        if self.taker is not None:
            return ""
        found = next((code for code in ("skill", "cap", "capturer", "holder") if code in self.passed_over), "")
        return found or ("all_absent" if self.passed_over else "nobody_active")


def choose(takers: Sequence[Taker], wish: Wish) -> Choice:
    """The one who takes a dossier that asks for `wish`, among the processors of its directorate."""
    in_use = _in_use(takers, wish)
    passed: Counter[str] = Counter()
    able: list[Taker] = []
    for taker in takers:
        reason = _passed_over(taker, wish, in_use)
        if reason:
            passed[reason] += 1
        else:
            able.append(taker)
    chosen = min(able, key=lambda taker: (taker.after, taker.latest, taker.id), default=None)
    return Choice(chosen, len(able), dict(passed))


def may_take(taker: Taker, takers: Sequence[Taker], wish: Wish) -> bool:
    """Whether one of `takers` could be given it, however loaded the others are."""
    return not _passed_over(taker, wish, _in_use(takers, wish))


def _in_use(takers: Sequence[Taker], wish: Wish) -> frozenset[str]:
    """The specialities asked for that count: one nobody of the directorate has would only hold dossiers up."""
    return frozenset().union(*(taker.skills for taker in takers)) & wish.skills


def _passed_over(taker: Taker, wish: Wish, skills: frozenset[str]) -> str:
    """Why this person is not counted, or nothing."""
    if taker.id == wish.holder:
        return "holder"
    if taker.id == wish.capturer:
        return "capturer"
    if taker.absent:
        return "absent"
    if taker.weight <= 0:
        return "no_share"
    if not skills <= taker.skills:
        return "skill"
    return "cap" if taker.cap is not None and taker.load >= taker.cap else ""


def share_out(takers: Sequence[Taker], wishes: Iterable[Wish]) -> list[Choice]:
    """What `choose` would do with these dossiers one after another; loads grow as they are given."""
    now = {taker.id: taker for taker in takers}
    turn = max((taker.latest for taker in takers), default=0.0)
    choices = []
    for wish in wishes:
        choice = choose(list(now.values()), wish)
        choices.append(choice)
        if choice.taker is not None:
            turn += 1
            now[choice.taker.id] = replace(choice.taker, load=choice.taker.load + 1, latest=turn)
    return choices


def score_sheet(choice: Choice, wish: Wish) -> dict[str, Any]:
    """What is kept of a choice: the numbers it rests on, and how many were passed over for what."""
    assert choice.taker is not None
    return {
        "weight": choice.taker.weight,
        "cap": choice.taker.cap,
        "skills": sorted(wish.skills & choice.taker.skills),
        "passed_over": choice.passed_over,
    }


def passed_over_words(passed_over: dict[str, int]) -> str:
    """*2 ausentes, 1 con el tope lleno*."""
    return ", ".join(
        words.format(n=passed_over[code], s="" if passed_over[code] == 1 else "s")
        for code, words in PASSED_OVER.items()
        if passed_over.get(code)
    )


def why(load: int, able: int, sheet: dict[str, Any]) -> str:
    """An automatic choice in words, with its numbers; `sheet` is empty for those made before it was kept."""
    passed = passed_over_words(sheet.get("passed_over", {}))
    others = f" No contaron: {passed}." if passed else ""
    asked = ", ".join(SKILLS[skill].lower() for skill in sheet.get("skills", ()) if skill in SKILLS)
    skill = f" Pide especialidad: {asked}." if asked else ""
    if able == 1:
        who = (
            "Era la única persona que podía recibirlo."
            if passed
            else "Único tramitador activo de la dirección provincial."
        )
        return f"{who}{others}{skill}"
    noun = "expediente" if load == 1 else "expedientes"
    weight = sheet.get("weight", FULL_SHARE)
    share = "" if weight == FULL_SHARE else f" y un reparto del {weight} %"
    return (
        f"Reparto automático: con {load} {noun} en curso{share}, la menor carga en proporción "
        f"de las {able} personas que podían recibirlo.{others}{skill}"
    )
