"""A requirement's answer with its ground: which clause, which members, which values, in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from core.money import euros
from core.spoken import LANGUAGES
from rules.compilers.interpret import Values, leaves, written
from rules.language.dates import NEVER
from rules.language.expressions import TRUE, Aggregate, Attribute, Expression, Name
from rules.language.house_words import NEVER_WORD, OTHER_PERSON, RELATIONS, SEVERAL, SOME_PERSON
from rules.language.text import SPANISH, Requirement, RuleText, Tongue, Type
from rules.types import Case, Leaf, RequirementResult

_PLACE = re.compile(r"\{(\w+)\}")
_Said = Callable[[Any], str]


def results_of(
    text: RuleText, found: Iterable[tuple[Any, ...]], case: Case, relation_at: int, values: Callable[[], Values]
) -> tuple[RequirementResult, ...]:
    """The answer to every requirement, from a trace; `values` finds everything by name, when a leaf is asked for."""
    speaker = CaseSpeaker([member[relation_at] for member in case.household.members], case, values)
    return tuple(
        [_made((requirement, *one, speaker)) for requirement, one in zip(text.requirements, found, strict=True)]
    )


#: A result from its parts in order, without the cost of naming each of them.
_made: Callable[[tuple[Any, ...]], RequirementResult] = partial(tuple.__new__, RequirementResult)


class CaseSpeaker:
    """Words for the results of one case, found when they are asked for."""

    def __init__(self, relations: Sequence[str | None], case: Case, values: Callable[[], Values]) -> None:
        self.relations = relations
        self.case = case
        self.values = values

    def members(self, positions: Sequence[int]) -> tuple[str, ...]:
        """Their refs."""
        return tuple([self.case.refs[number] for number in positions])

    def reason(self, result: RequirementResult) -> str:
        """The sentence of the text for this answer, with its places filled."""
        return self._filled(_sentence(result), result)

    def advice(self, result: RequirementResult) -> str:
        """The text's advice for a requirement that is not met; none that names a day already past."""
        advice = result.requirement.sentences["advice"]
        if result.met is not False:
            return ""
        for _, name, _ in _parts_of(result.requirement, advice)[1]:
            value = result.values.get(name)
            if value is None or value == NEVER or (isinstance(value, date) and value <= self.case.on):
                return ""
        return self._filled(advice, result)

    def leaves(self, result: RequirementResult) -> tuple[Leaf, ...]:
        """Every comparison behind the answer."""
        return tuple(_leaves(result.requirement, self.values(), self.case))

    def _filled(self, sentence: str, result: RequirementResult) -> str:
        words, places = _parts_of(result.requirement, sentence)
        if not places:
            return sentence
        words = words.copy()
        for at, name, said in places:
            if said is not None:
                words[at] = said(result.values.get(name))
            elif name == "who":
                words[at] = self._who(result.positions, result.requirement.tongue)
        return "".join(words)

    def _who(self, positions: Sequence[int], tongue: Tongue) -> str:
        names = [RELATIONS.get(self.relations[number] or "", OTHER_PERSON) for number in positions]
        said = [tongue.say(name) for name in dict.fromkeys(names)] or [tongue.say(SOME_PERSON)]
        if len(said) == 1:
            return said[0]
        return filled(tongue.say(SEVERAL), {"some": ", ".join(said[:-1]), "last": said[-1]})


def _sentence(result: RequirementResult) -> str:
    sentences = result.requirement.sentences
    if result.met is None:
        return sentences["unknown"]
    if not result.met:
        return sentences["not_met"]
    if result.applies is False:
        return sentences["not_applicable"]
    clause = result.clause
    if clause is not None and clause.hide:
        return sentences["met_hidden"]
    return (clause.sentence if clause else "") or sentences["met"]


@lru_cache(maxsize=8192)
def _parts_of(requirement: Requirement, sentence: str) -> tuple[list[str], list[tuple[int, str, _Said | None]]]:
    """A sentence of a requirement in parts, a dash for each place; and each place with its name and how its value is
    said, where it is one the requirement shows.
    """
    parts = _PLACE.split(sentence)
    types = {one.name: one.type for one in requirement.values}
    places: list[tuple[int, str, _Said | None]] = []
    for at, name in enumerate(parts):
        if at % 2:
            shown = name in types and name != "who"
            places.append((at, name, partial(spoken, type_=types[name], tongue=requirement.tongue) if shown else None))
            parts[at] = "—"
    return parts, places


def spoken(value: Any, type_: Type, tongue: Tongue = SPANISH) -> str:
    """A value as people write it."""
    if value is None:
        return "—"
    if type_ == "money":
        return euros(value)
    if isinstance(value, date):
        return tongue.say(NEVER_WORD) if value == NEVER else LANGUAGES[tongue.code].long_date(value)
    return str(value)


def filled(sentence: str, words: Mapping[str, str]) -> str:
    """A sentence of the text with its places filled."""
    return _PLACE.sub(lambda found: words.get(found.group(1), "—"), sentence)


def _leaves(requirement: Requirement, values: Values, case: Case) -> Iterator[Leaf]:
    if requirement.applies != TRUE:
        yield _leaf(f"{requirement.id}.applies", requirement.applies, values, None, case)
    for clause in requirement.clauses:
        places: list[int | None] = [None]
        if requirement.each is not None:
            places = [n for n in range(len(values.members)) if values.of(requirement.each, n) is not False]
        for place in places:
            for leaf in leaves(clause.condition):
                yield _leaf(f"{requirement.id}.{clause.id}", leaf, values, place, case)


def _leaf(rule: str, leaf: Expression, values: Values, member: int | None, case: Case) -> Leaf:
    body = leaf.body if isinstance(leaf, Aggregate) else leaf
    place = values.head if isinstance(leaf, Aggregate) and leaf.function == "head" else member
    found = {
        written(node): values.of(node, place)
        for node in body.walk()
        if (isinstance(node, Name) and (place is not None or not isinstance(leaf, Aggregate)))
        or (isinstance(node, Attribute) and node.owner == "p")
    }
    ref = case.refs[place] if place is not None else None
    return Leaf(rule, written(leaf), values.of(leaf, member), ref, found)
