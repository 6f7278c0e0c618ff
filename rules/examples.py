"""Worked examples beside a rule text: households a lawyer can read, with what the law gives them.

A file has `common` (facts every example starts from) and `examples`, each with `name`, `why`, `on`, `unit`, `members`
and `gives`. There, `met`, `not_met` and `unknown` list requirement ids; any other key is a key of the outcome, with
dots (`monthly.total`). Where `on` lists several days, it is one example for each of them; days of its facts may then be
counted from it: `hace 6 meses menos 1 día`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rules import cases, services, texts_store
from rules.assessing import Assessment
from rules.language.dates import plus_months
from rules.language.errors import Place, RuleTextError
from rules.language.fields import only
from rules.language.load import Edition
from rules.language.reader import Section, files_of, plain, read
from rules.outcome import limit_of, money

_KEYS = ("name", "why", "on", "unit", "members", "gives")
_MET = {"met": True, "not_met": False, "unknown": None}
_MET_WORDS = {True: "se cumple", False: "no se cumple", None: "falta un dato"}


UNREAD = object()
"""What `read_shortly` gives where it cannot say."""

_SHORTLY: Mapping[str, Callable[[Assessment], Any]] = {
    "eligible": lambda found: found.eligible,
    "kind": lambda found: found.kind,
    "doubtful": lambda found: list(found.doubtful),
    "missing": lambda found: list(found.missing),
    "missing_for_amount": lambda found: list(found.missing_for_amount),
}

#: «hace 23 años», «hace 6 meses menos 1 día» (a day less than six months), «hace 2 años y 1 día».
_AGO = re.compile(r"hace (\d+) (años?|mes|meses|días?)(?: (y|menos) (\d+) días?)?")


@dataclass(frozen=True, slots=True)
class Example:
    """One example, as a case of the contract and what it gives."""

    name: str
    place: Place
    case: Mapping[str, Any]
    gives: Mapping[str, Any]


def examples_of(benefit: str) -> tuple[Example, ...]:
    """The examples of a benefit, file by file: they come with the program and stay as they are while it runs."""
    return _read(benefit, texts_store.TEXTS / benefit / "examples")


@cache
def _read(benefit: str, folder: Path) -> tuple[Example, ...]:
    return tuple(_each(benefit, folder))


def _each(benefit: str, folder: Path) -> Iterator[Example]:
    files = files_of(folder)
    for name in files:
        body = read(files, name)
        common = plain(body.get("common", {}))
        for item in body["examples"]:
            only(item, _KEYS)
            for day in _days(common, item):
                yield _example(benefit, common, item, day)


def redated(benefit: str, day: date) -> Iterator[Example]:
    """The examples of a year as if asked on one day of it, whatever they then come to: households worth looking at."""
    files = files_of(texts_store.TEXTS / benefit / "examples")
    for name in files:
        body = read(files, name)
        common = plain(body.get("common", {}))
        for item in body["examples"]:
            days = _days(common, item)
            if len(days) > 1 or days[0][:4] == str(day.year):
                yield _example(benefit, common, item, day.isoformat())


def _days(common: dict[str, Any], item: Section) -> list[str]:
    written = plain(item).get("on", common.get("on"))
    return written if isinstance(written, list) else [written]


def _example(benefit: str, common: dict[str, Any], item: Section, on: str) -> Example:
    raw = plain(item)
    members = []
    for number, member in enumerate(raw.get("members", [])):
        base = common.get("applicant" if number == 0 else "others", {})
        members.append(_counted({"ref": chr(ord("a") + number), **base, **member}, on, item.place))
    unit = _counted({**common.get("unit", {}), **raw.get("unit", {})}, on, item.place)
    case = {"benefit": benefit, "on": on, "unit": unit, "members": members}
    return Example(str(raw["name"]), item.place, _without(case), raw["gives"])


def _counted(facts: dict[str, Any], on: str, place: Place) -> dict[str, Any]:
    """The facts with the days that are told from the day of the case."""
    return {name: _day(value, on, place) if str(value).startswith("hace ") else value for name, value in facts.items()}


def _day(written: str, on: str, place: Place) -> str:
    found = _AGO.fullmatch(written)
    if found is None:
        raise RuleTextError(place, f"`{written}` is not a day.", "Write it like `hace 6 meses menos 1 día`.")
    number, unit, way, days = found.groups()
    step = timedelta(days=int(days or 0)) * (1 if way == "menos" else -1)
    if unit.startswith("d"):
        return (date.fromisoformat(on) - timedelta(days=int(number)) + step).isoformat()
    months = int(number) * (12 if unit.startswith("a") else 1)
    return (plus_months(date.fromisoformat(on), -months) + step).isoformat()


def _without(case: dict[str, Any]) -> dict[str, Any]:
    """`absent` takes a common fact out again."""
    for owner in (case["unit"], *case["members"]):
        for name in [name for name, value in owner.items() if value == "absent"]:
            del owner[name]
    return case


def differences(example: Example, edition: Edition | None = None) -> list[str]:
    """Where the outcome under `edition` (or the text in force) is not what the example says, in words."""
    assessment = _assessed(example, edition)
    met = {result.id: result.met for result in assessment.requirements}
    whole: dict[str, Any] | None = None
    found = []
    for key, wanted in example.gives.items():
        if key in _MET:
            found += [f"{id}: {_MET_WORDS.get(met.get(id))}" for id in wanted if met.get(id, "absent") is not _MET[key]]
            continue
        value = read_shortly(assessment, key)
        if value is UNREAD:
            whole = whole or assessment.outcome()
            value = read_in(whole, key)
        if not _same(value, wanted):
            found.append(f"{key}: {value}; el ejemplo dice {wanted}")
    return found


def read_shortly(assessment: Assessment, key: str) -> Any:
    """What the outcome says under a key, without drawing it up with its words, payments and changes, which cost more
    than the answer; `UNREAD` where only the whole says it.
    """
    if key in _SHORTLY:
        return _SHORTLY[key](assessment)
    part, _, name = key.partition(".")
    if part == "limits":
        return limit_of(assessment, name)
    return money(assessment.monthly[name]) if part == "monthly" else UNREAD


def read_in(outcome: Mapping[str, Any], key: str) -> Any:
    """What an outcome says under a key with dots."""
    value: Any = outcome
    for part in key.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def outcome_under(edition: Edition, example: Example) -> dict[str, Any]:
    """What a text says of the example, on its own day."""
    return _assessed(example, edition).outcome()


def _assessed(example: Example, edition: Edition | None) -> Assessment:
    on = services.day(example.case["on"])
    text = services.text(example.case["benefit"], on) if edition is None else edition.on(on)
    return Assessment(text, cases.read(text, example.case, on, closed=True))


def _same(value: Any, wanted: Any) -> bool:
    """Amounts are written as text in examples, so that no figure of the file passes through a float."""
    if isinstance(value, float) and isinstance(wanted, str):
        return f"{value:.2f}" == wanted
    return bool(value == wanted)
