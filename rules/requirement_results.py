"""A requirement's answer with its ground: which clause, which members, which values, in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from core.money import euros
from core.spoken import LANGUAGES
from rules.answers import Sentence
from rules.compilers.interpret import Values, leaves, written
from rules.language.dates import NEVER
from rules.language.expressions import TRUE, Aggregate, Attribute, Expression, Name
from rules.language.house_words import (
    MET_ANYHOW,
    NEVER_WORD,
    NOT_MET_ANYHOW,
    OTHER_PERSON,
    RELATIONS,
    SEVERAL,
    SOME_PERSON,
)
from rules.language.text import SPANISH, Requirement, Tongue, Type
from rules.types import Case, Leaf, RequirementResult

_PLACE = re.compile(r"\{(\w+)\}")
_Said = Callable[[Any], str]


def results_of(trace: Iterable[tuple[Any, ...]]) -> tuple[RequirementResult, ...]:
    """The answer to every requirement, from a trace."""
    return tuple(map(_made, trace))


#: A result from its parts in order, without the cost of naming each of them.
_made: Callable[[tuple[Any, ...]], RequirementResult] = partial(tuple.__new__, RequirementResult)


class CaseSpeaker:
    """Words for the results of one case, found when they are asked for.

    `relation_at` is where a member's relation stands; `values` finds everything by name, when a leaf is asked for.
    """

    def __init__(self, case: Case, relation_at: int, values: Callable[[], Values]) -> None:
        self.case = case
        self.values = values
        self._relation_at = relation_at

    def members(self, positions: Sequence[int]) -> tuple[str, ...]:
        """Their refs."""
        return tuple([self.case.refs[number] for number in positions])

    def reason(self, result: RequirementResult) -> str:
        """The sentence of the text for this answer, with its places filled."""
        sentence = sentence_for(result.requirement, result.met, result.applies, result.ground)
        return self.fill(sentence, result) if sentence.places else sentence.whole

    def advice(self, result: RequirementResult) -> str:
        """The text's advice for a requirement that is not met; none that names a day already past."""
        if result.met is not False:
            return ""
        requirement, values = result.requirement, result.values
        advice = _sentence_of(requirement, requirement.sentences["advice"])
        for _, name, _ in advice.places:
            value = values.get(name)
            if value is None or value == NEVER or (isinstance(value, date) and value <= self.case.on):
                return ""
        return self.fill(advice, result)

    def leaves(self, result: RequirementResult) -> tuple[Leaf, ...]:
        """Every comparison behind the answer."""
        return tuple(_leaves(result.requirement, self.values(), self.case))

    def fill(self, sentence: Sentence, result: RequirementResult) -> str:
        """A sentence of the text with its places filled from a result."""
        requirement, met, _, _, positions, values, _ = result
        words = sentence.words.copy()
        for at, name, said in sentence.places:
            if said is not None:
                value = values.get(name)
                if value is not None:
                    words[at] = said(value)
                elif met is not None:
                    anyhow = requirement.tongue.say(MET_ANYHOW if met else NOT_MET_ANYHOW)
                    return filled(anyhow, {"label": requirement.label})
            elif name == "who":
                words[at] = self._who(positions, requirement.tongue)
        return "".join(words)

    def _who(self, positions: Sequence[int], tongue: Tongue) -> str:
        relations = [self.case.household.members[number][self._relation_at] for number in positions]
        names = [RELATIONS.get(relation or "", OTHER_PERSON) for relation in relations]
        said = [tongue.say(name) for name in dict.fromkeys(names)] or [tongue.say(SOME_PERSON)]
        if len(said) == 1:
            return said[0]
        return filled(tongue.say(SEVERAL), {"some": ", ".join(said[:-1]), "last": said[-1]})


@lru_cache(maxsize=8192)
def sentence_for(requirement: Requirement, met: bool | None, applies: bool | None, ground: int) -> Sentence:
    """What a requirement says of an answer and the clause it rests on (-1: none)."""
    return _sentence_of(requirement, _chosen(requirement, met, applies, ground))


def _chosen(requirement: Requirement, met: bool | None, applies: bool | None, ground: int) -> str:
    sentences = requirement.sentences
    if met is None:
        return sentences["unknown"]
    if not met:
        return sentences["not_met"]
    if applies is False:
        return sentences["not_applicable"]
    clause = requirement.clauses[ground] if ground >= 0 else None
    if clause is not None and clause.hide:
        return sentences["met_hidden"]
    return (clause.sentence if clause else "") or sentences["met"]


@lru_cache(maxsize=8192)
def _sentence_of(requirement: Requirement, whole: str) -> Sentence:
    words = _PLACE.split(whole)
    types = {one.name: one.type for one in requirement.values}
    places: list[tuple[int, str, _Said | None]] = []
    for at, name in enumerate(words):
        if at % 2:
            shown = name in types and name != "who"
            places.append((at, name, _speech(types[name], requirement.tongue) if shown else None))
            words[at] = "—"
    return Sentence(whole, words, places)


def _speech(type_: Type, tongue: Tongue) -> _Said:
    """How known values of a type are said, found once."""
    if type_ == "money":
        return euros
    return partial(spoken, type_=type_, tongue=tongue) if type_ == "date" else str


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
