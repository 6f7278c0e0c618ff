"""Reading the case rules of a text (`processing.yaml`)."""

from __future__ import annotations

import re
from typing import Any, cast

from rules.language.errors import Place, RuleTextError
from rules.language.expressions import TRUE, Aggregate, Attribute, Call, Cell, Constant, Expression, Name, parse
from rules.language.reader import Files, Section, read
from rules.language.text import CASE_FACTS, Article, CaseRule, ConclusionTemplate, Pattern

_PLACES = re.compile(r"\{(\w+)\.(\w+)(?:\|(\w+))?\}")
_CONCLUSIONS = ("flag", "task", "route")


def read_case_rules(files: Files, law: str) -> tuple[CaseRule, ...]:
    """The case rules of a text, their names checked; `law` is the law of articles written without one."""
    rules = read(files, "processing.yaml").get("case_rules", {})
    return tuple(_rule(name, body, rules.at(name), law) for name, body in rules.items())


def _rule(name: str, body: Section, place: Place, law: str) -> CaseRule:
    _keys(body, {"article", "stratum", "when", "unless", "then", "sentence"}, place)
    aliases: dict[str, str] = {}
    when = tuple(_pattern(item, aliases, law) for item in body.get("when", []))
    positive = dict(aliases)
    unless = tuple(_pattern(item, aliases, law) for item in body.get("unless", []))
    stratum = int(body.get("stratum", 1))
    if not when:
        raise RuleTextError(place, f"`{name}` has no `when`.", "Write at least one pattern under `when`.")
    if unless and stratum < 2:
        raise RuleTextError(place, f"`{name}` uses `unless` in stratum 1.", "Give it `stratum: 2`.")
    sentence = " ".join(str(body.get("sentence", "")).split())
    if not sentence:
        raise RuleTextError(place, f"`{name}` has no sentence.", "Say in Spanish what it found.")
    for alias, attribute, _ in _PLACES.findall(sentence):
        _attribute(Attribute(alias, attribute), positive, place)
    return CaseRule(
        name=name,
        stratum=stratum,
        article=Article(law, str(body["article"])) if "article" in body else Article(law, ""),
        when=when,
        unless=unless,
        then=_conclusion(body.get("then"), positive, place),
        sentence=sentence,
        place=place,
    )


def _keys(body: Any, known: set[str], place: Place) -> None:
    if not isinstance(body, Section):
        raise RuleTextError(place, "A mapping is missing.", "Indent its keys below the name.")
    for key in body:
        if key not in known:
            raise RuleTextError(body.at(key), f"`{key}` means nothing here.", f"There are: {', '.join(sorted(known))}.")


def _pattern(item: Any, aliases: dict[str, str], law: str) -> Pattern:
    place = item.place if isinstance(item, Section) else Place("processing.yaml", 1)
    _keys(item, {"as", "kind", "if"}, place)
    alias, kind = str(item.get("as", "")), str(item.get("kind", ""))
    if kind not in CASE_FACTS:
        raise RuleTextError(place, f"There is no fact of kind `{kind}`.", f"Kinds: {', '.join(CASE_FACTS)}.")
    if not alias.isidentifier() or alias in aliases:
        raise RuleTextError(place, f"`{alias}` cannot name this fact.", "Give each pattern its own `as`.")
    condition = parse(item["if"], item.at("if")) if "if" in item else TRUE
    for node in condition.walk():
        if isinstance(node, Name) and node.name not in CASE_FACTS[kind]:
            raise RuleTextError(
                item.at("if"), f"A `{kind}` has no `{node.name}`.", f"It has: {', '.join(CASE_FACTS[kind])}."
            )
        if isinstance(node, Attribute):
            _attribute(node, aliases, item.at("if"))
        if isinstance(node, Cell | Aggregate | Call):
            raise RuleTextError(item.at("if"), "Case rules compare attributes, nothing more.", "Compute it before.")
    aliases[alias] = kind
    return Pattern(alias, kind, condition)


def _attribute(node: Attribute, aliases: dict[str, str], place: Place) -> None:
    if node.owner not in aliases:
        raise RuleTextError(place, f"`{node.owner}` names no fact before this one.", "Use the `as` of a pattern above.")
    if node.name not in CASE_FACTS[aliases[node.owner]]:
        known = ", ".join(CASE_FACTS[aliases[node.owner]])
        raise RuleTextError(place, f"A `{aliases[node.owner]}` has no `{node.name}`.", f"It has: {known}.")


def _conclusion(body: Any, aliases: dict[str, str], place: Place) -> ConclusionTemplate:
    if not isinstance(body, Section) or body.get("kind") not in _CONCLUSIONS or "name" not in body:
        raise RuleTextError(place, "`then` needs a kind and a name.", f"Kinds: {', '.join(_CONCLUSIONS)}.")
    attributes: list[tuple[str, Expression]] = []
    for key, source in body.items():
        if key in ("kind", "name"):
            continue
        value = parse(source, body.at(key))
        if isinstance(value, Attribute):
            _attribute(value, aliases, body.at(key))
        elif not isinstance(value, Constant):
            raise RuleTextError(body.at(key), f"`{key}` is not a constant or `alias.name`.", "Write one of the two.")
        attributes.append((key, value))
    return ConclusionTemplate(cast(Any, body["kind"]), str(body["name"]), tuple(attributes))
