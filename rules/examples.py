"""Worked examples beside a rule text: households a lawyer can read, with what the law gives them.

A file has `common` (facts every example starts from) and `examples`, each with `name`, `why`, `on`, `unit`, `members`
and `gives`. There, `met`, `not_met` and `unknown` list requirement ids; any other key is a key of the outcome, with
dots (`monthly.total`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules import cases, services, texts_store
from rules.assessing import Assessment
from rules.language.errors import Place
from rules.language.load import Edition
from rules.language.reader import Section, files_of, plain, read

_MET = {"met": True, "not_met": False, "unknown": None}
_MET_WORDS = {True: "se cumple", False: "no se cumple", None: "falta un dato"}


@dataclass(frozen=True, slots=True)
class Example:
    """One example, as a case of the contract and what it gives."""

    name: str
    place: Place
    case: Mapping[str, Any]
    gives: Mapping[str, Any]


def examples_of(benefit: str) -> Iterator[Example]:
    """The examples of a benefit, file by file."""
    files = files_of(texts_store.TEXTS / benefit / "examples")
    for name in files:
        body = read(files, name)
        common = plain(body.get("common", {}))
        for item in body["examples"]:
            yield _example(benefit, common, item)


def _example(benefit: str, common: dict[str, Any], item: Section) -> Example:
    raw = plain(item)
    members = []
    for number, member in enumerate(raw.get("members", [])):
        base = common.get("applicant" if number == 0 else "others", {})
        members.append({"ref": chr(ord("a") + number), **base, **member})
    case = {
        "benefit": benefit,
        "on": raw.get("on", common.get("on")),
        "unit": {**common.get("unit", {}), **raw.get("unit", {})},
        "members": members,
    }
    return Example(str(raw["name"]), item.place, _without(case), raw["gives"])


def _without(case: dict[str, Any]) -> dict[str, Any]:
    """`absent` takes a common fact out again."""
    for owner in (case["unit"], *case["members"]):
        for name in [name for name, value in owner.items() if value == "absent"]:
            del owner[name]
    return case


def differences(example: Example, edition: Edition | None = None) -> list[str]:
    """Where the outcome under `edition` (or the text in force) is not what the example says, in words."""
    outcome = services.simulate_case(example.case) if edition is None else _under(edition, example.case)
    met = {result["id"]: result["met"] for result in outcome["requirements"]}
    found = []
    for key, wanted in example.gives.items():
        if key in _MET:
            found += [f"{id}: {_MET_WORDS.get(met.get(id))}" for id in wanted if met.get(id, "absent") is not _MET[key]]
            continue
        value: Any = outcome
        for part in key.split("."):
            value = value[int(part)] if isinstance(value, list) else value[part]
        if not _same(value, wanted):
            found.append(f"{key}: {value}; el ejemplo dice {wanted}")
    return found


def _under(edition: Edition, case: Mapping[str, Any]) -> dict[str, Any]:
    text = edition.on(services.day(case["on"]))
    return Assessment(text, cases.read(text, case, text.on, closed=True)).outcome()


def _same(value: Any, wanted: Any) -> bool:
    """Amounts are written as text in examples, so that no figure of the file passes through a float."""
    if isinstance(value, float) and isinstance(wanted, str):
        return f"{value:.2f}" == wanted
    return bool(value == wanted)
