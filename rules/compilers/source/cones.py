"""What one fact of the unit changes: a decision, kept with all it found on the way, and from it the decision with one
fact otherwise, working out again only what reads that fact.

In the plain dialect, so for households of which all that is read is known. A fact that members' own formulas read has
no program here: the whole decision is taken again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rules.compilers.source.plain import PlainLines, plain_lines
from rules.language.text import RuleText

_TOKEN = re.compile(r"\b(?:[uvraw]_\w+|[ad]\d+)\b")


@dataclass(frozen=True)
class ConesProgram:
    """`base(on, facts, members, head)` → `(answers, state, applicant)`, and `after_NAME(on, value, facts, state,
    applicant)` → answers, for the facts of the unit in `facts`. `answers` are the values of the names asked for.
    """

    facts: tuple[str, ...]
    source: str
    names: Mapping[str, Any] = field(repr=False)


def compile_cones(text: RuleText, names: Sequence[str]) -> ConesProgram:
    """The programs of a text; `names` are variables of the unit."""
    plain = plain_lines(text)
    answers = "".join(f"v_{name}, " for name in names)
    kept = [local for local, _ in plain.unit] + list(plain.aggregates)
    lines = [
        *plain.days.function(),
        "def base(on, facts, members, head):",
        *plain.opening,
        f"    return ({answers}), ({''.join(f'{local}, ' for local in kept)}), (hf, hw)",
    ]
    places = {local: f"state[{at}]" for at, local in enumerate(kept)}
    places |= {f"u_{fact.name}": f"facts[{at}]" for at, fact in enumerate(text.facts_of("unit"))}
    facts = [
        fact.name
        for fact in text.facts_of("unit")
        if fact.coverage == "read" and f"u_{fact.name}" not in _TOKEN.findall("\n".join(plain.member))
    ]
    for name in facts:
        lines += _after(name, plain, answers, places)
    return ConesProgram(tuple(facts), "\n".join(lines), plain.names)


def _after(name: str, plain: PlainLines, answers: str, places: Mapping[str, str]) -> list[str]:
    changed = {f"u_{name}"}
    lines = []
    for local, source in plain.unit:
        if changed & set(_TOKEN.findall(source)):
            changed.add(local)
            lines.append((local, source))
    wanted, found = set(_TOKEN.findall(answers)), []
    for local, source in reversed(lines):
        if local in wanted:
            found.append(f"    {local} = {source}")
            wanted |= set(_TOKEN.findall(source))
    daily = set(plain.days.locals)
    days = plain.days.taken() if wanted & daily else []
    taken = [f"    {local} = {places[local]}" for local in sorted(wanted - changed - daily)]
    applicant = ["    hf, hw = applicant"]
    return [
        f"def after_{name}(on, u_{name}, facts, state, applicant):",
        *(applicant if any(re.search(r"\bh[fw]\[", line) for line in found) else []),
        *days,
        *taken,
        *reversed(found),
        f"    return ({answers})",
    ]
