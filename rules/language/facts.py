"""Reading facts and how they are asked (`facts.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from rules.language.errors import Place, RuleTextError
from rules.language.expressions import TRUE
from rules.language.fields import article, cents, expression, need, only, section, sentence
from rules.language.reader import Files, Section, read
from rules.language.text import Answerer, Changeable, Entity, Fact, Question, Type

_PLACE = re.compile(r"\{(\w+)\}")
_TYPES = ("bool", "int", "money", "date", "enum", "list")
_COVERAGE = ("read", "descriptive", "not_covered", "other_regime")
_FACT_KEYS = {
    *("type", "options", "closed", "never", "past", "minimum", "maximum", "question", "answered_by", "coverage"),
    *("not_covered_if", "closed_with", "change"),
}
_QUESTION_KEYS = {
    *("section", "order", "label", "label_other", "help", "why", "visible", "required", "exception", "sensitive"),
    *("never_label", "option_labels", "unit", "typical"),
}


def read_facts(files: Files, sections: Mapping[str, str], law: str) -> dict[tuple[Entity, str], Fact]:
    """The facts of a text, by entity and name; `law` is the norm of an article that names none."""
    body = read(files, "facts.yaml")
    only(body, ("unit", "member"))
    facts: dict[tuple[Entity, str], Fact] = {}
    for entity in ("unit", "member"):
        found = section(need(body, entity), body.at(entity))
        for name, item in found.items():
            place = found.at(name)
            facts[(entity, name)] = _fact(name, entity, section(item, place), place, sections, law)
    return facts


def _fact(name: str, entity: Entity, body: Section, place: Place, sections: Mapping[str, str], law: str) -> Fact:
    only(body, _FACT_KEYS)
    type_ = str(need(body, "type"))
    options = tuple(str(option) for option in body.get("options", []))
    coverage = str(body.get("coverage", "read"))
    if type_ not in _TYPES or coverage not in _COVERAGE:
        raise RuleTextError(
            place, f"`{name}` has a type or coverage that is not known.", f"{', '.join((*_TYPES, *_COVERAGE))}."
        )
    if (type_ in ("enum", "list")) != bool(options):
        raise RuleTextError(place, f"`{name}`: enums, and only they, list `options`.", "Add or remove them.")
    closed = cents(body["closed"], body.at("closed")) if type_ == "money" and "closed" in body else body.get("closed")
    if type_ == "enum" and closed is not None and closed not in options:
        raise RuleTextError(body.at("closed"), f"`{closed}` is not one of its options.", f"{', '.join(options)}.")
    return Fact(
        name=name,
        entity=entity,
        type=cast(Type, type_),
        options=options,
        closed=closed,
        never=bool(body.get("never", False)),
        past=bool(body.get("past", False)),
        minimum=body.get("minimum"),
        maximum=body.get("maximum"),
        question=_question(section(body["question"], place), options, sections) if "question" in body else None,
        answered_by=tuple(_answerer(one, place, law) for one in body.get("answered_by", [])),
        coverage=cast(Any, coverage),
        closed_with=str(body.get("closed_with", "")),
        not_covered_if=expression(body, "not_covered_if") if "not_covered_if" in body else None,
        change=_change(body, place) if "change" in body else None,
        place=place,
    )


def _answerer(written: object, place: Place, law: str) -> Answerer:
    if isinstance(written, str):  # editions published before articles were asked for say only who
        return Answerer(written, None, "")
    body = section(written, place)
    only(body, ("who", "article", "doubtful"))
    found = Answerer(str(need(body, "who")), article(body, law), sentence(body, "doubtful"))
    if found.article is None and not found.doubtful:
        raise RuleTextError(body.place, "No article says that it is asked.", "Write `article`, or why not: `doubtful`.")
    return found


def _change(body: Section, place: Place) -> Changeable:
    """How a fact may change. Whoever is asked something sensitive is never told that it should be otherwise."""
    written = section(body["change"], place)
    only(written, ("how", "text"))
    how, said = str(need(written, "how")), sentence(written, "text")
    fits = {"less": ("money", "int"), "more": ("money", "int"), "ends": ("bool",)}
    if str(body["type"]) not in fits.get(how, ()):
        raise RuleTextError(
            written.at("how"), f"`{how}` does not change such a fact.", f"There are: {', '.join(fits)}."
        )
    if body.get("question", {}).get("sensitive"):
        raise RuleTextError(place, "A sensitive fact cannot be suggested as a change.", "Remove `change`.")
    if _PLACE.findall(said) != ([] if how == "ends" else ["value"]):
        raise RuleTextError(written.at("text"), "The sentence does not show the limit.", "Write `{value}` in it once.")
    return Changeable(cast(Any, how), said)


def _question(body: Section, options: tuple[str, ...], sections: Mapping[str, str]) -> Question:
    only(body, _QUESTION_KEYS)
    if need(body, "section") not in sections:
        raise RuleTextError(body.at("section"), "There is no such section.", f"There are: {', '.join(sections)}.")
    labels = {str(key): str(label) for key, label in body.get("option_labels", {}).items()}
    if set(labels) != set(options):
        odd = ", ".join(sorted(set(labels) ^ set(options)))
        raise RuleTextError(body.place, f"`option_labels` and options differ: {odd}.", "Give each option one label.")
    label = sentence(body, "label")
    need(body, "label")
    return Question(
        label=label,
        label_other=sentence(body, "label_other") or label,
        help=sentence(body, "help"),
        why=sentence(body, "why"),
        section=str(body["section"]),
        order=int(need(body, "order")),
        visible=expression(body, "visible", TRUE),
        required=bool(body.get("required", False)),
        exception=bool(body.get("exception", False)),
        sensitive=bool(body.get("sensitive", False)),
        never_label=sentence(body, "never_label"),
        option_labels=MappingProxyType(labels),
        unit=sentence(body, "unit"),
        typical=expression(body, "typical") if "typical" in body else None,
    )
