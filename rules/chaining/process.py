"""Case processing: what the facts of a dossier make one look at, do or propose, and why.

A route only proposes: nothing here decides, and nothing here refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import ModuleType

from core.money import euros
from rules.chaining import reference
from rules.chaining.errors import ChainingError
from rules.chaining.types import Conclusion, Conclusions, Fact
from rules.compilers.chain import Chain, compile_chain
from rules.language.text import CASE_FACTS, CaseRule, RuleText

try:
    from rules.chaining import session

    _engine: ModuleType = session
except ImportError:  # the C extension is not there: slower, and the same answers
    _engine = reference

#: A dossier has tens of facts, a hard one hundreds; joins multiply.
MAX_FACTS = 5_000
MAX_NUMBER = 2**53
_CONCLUDED = frozenset({"flag", "task", "route"})
_PLACES = re.compile(r"\{(\w+)\.(\w+)(?:\|(\w+))?\}")


def process(text: RuleText, facts: Iterable[Mapping[str, object]]) -> Conclusions:
    """The flags, tasks and routes that the case rules of `text` conclude from `facts`, with their grounds."""
    known = _checked_facts(facts)
    derived = _engine.chain_facts(_chain(text.case_rules), known.values())
    rules = {rule.name: (position, rule) for position, rule in enumerate(text.case_rules)}
    every = {**known, **{key: fact for key, (fact, _) in derived.items()}}
    found = []
    for fact, why in derived.values():
        conclusion = _conclusion(fact, sorted(why), rules, every)
        found.append((rules[conclusion.rule][0], str(fact["id"]), conclusion))
    ordered = [conclusion for _, _, conclusion in sorted(found, key=lambda item: item[:2])]
    return Conclusions(
        flags=tuple(item for item in ordered if item.kind == "flag"),
        tasks=tuple(item for item in ordered if item.kind == "task"),
        routes=tuple(item for item in ordered if item.kind == "route"),
        engine="durable-rules" if _engine is not reference else "reference",
    )


@lru_cache(maxsize=32)
def _chain(case_rules: tuple[CaseRule, ...]) -> Chain:
    return compile_chain(case_rules)


def _checked_facts(facts: Iterable[Mapping[str, object]]) -> dict[str, Fact]:
    """The facts by id, without the attributes that are not known; ChainingError for one outside the vocabulary."""
    known: dict[str, Fact] = {}
    for fact in facts:
        key, kind = fact.get("id"), fact.get("kind")
        if not isinstance(key, str) or not key or key in known:
            raise ChainingError("fact_without_own_id", str(kind))
        if not isinstance(kind, str) or kind not in CASE_FACTS or kind in _CONCLUDED:
            raise ChainingError("unknown_kind", key)
        known[key] = {"id": key, "kind": kind, **_attributes(key, kind, fact)}
        if len(known) > MAX_FACTS:
            raise ChainingError("too_many_facts")
    return known


def _attributes(key: str, kind: str, fact: Mapping[str, object]) -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    for name, value in fact.items():
        if name in ("id", "kind") or value is None:
            continue
        if name not in CASE_FACTS[kind]:
            # `where` names the fact and not the attribute: an unknown name may be somebody's data in the wrong place.
            raise ChainingError("unknown_attribute", key)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ChainingError("not_a_whole_number_or_word", f"{key}.{name}")
        if isinstance(value, int) and abs(value) > MAX_NUMBER:
            raise ChainingError("number_too_large", f"{key}.{name}")
        found[name] = value
    return found


def _conclusion(
    fact: Fact,
    why: list[tuple[str, tuple[str, ...]]],
    rules: Mapping[str, tuple[int, CaseRule]],
    facts: Mapping[str, Fact],
) -> Conclusion:
    """A concluded fact with its grounds; its words come from the first rule, in the text's order, that reached it."""
    name, grounds = min(why, key=lambda way: (rules[way[0]][0], way))
    rule = rules[name][1]
    return Conclusion(
        kind=str(fact["kind"]),
        name=str(fact["name"]),
        attributes={key: value for key, value in fact.items() if key not in ("id", "kind", "name")},
        grounds=tuple(sorted({ground for _, way in why for ground in way})),
        rule=name,
        article=rule.article.art,
        sentence=_sentence(rule, {pattern.alias: facts[key] for pattern, key in zip(rule.when, grounds, strict=True)}),
    )


def _sentence(rule: CaseRule, bound: Mapping[str, Fact]) -> str:
    def value(place: re.Match[str]) -> str:
        alias, attribute, form = place.groups()
        found = bound[alias].get(attribute, "—")
        return euros(found) if form == "euros" and isinstance(found, int) else str(found)

    return _PLACES.sub(value, rule.sentence)
