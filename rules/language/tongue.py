"""A text in another language: the same rules, every sentence a person reads replaced from a gettext catalogue.

Spanish is the source and needs no catalogue. The catalogues (`languages/<code>.po` beside the text) are not part of
the text's content: a translation changes no rule and no hash. They are read the first time somebody asks for that
language. What a catalogue lacks stays Spanish here; `problems` is how a text is held to be whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.language.errors import Place, RuleTextError
from rules.language.house_words import HOUSE_WORDS
from rules.language.text import (
    Clause,
    Fact,
    NeededDocument,
    Question,
    Requirement,
    RuleText,
    Tongue,
)

LANGUAGES = ("ca", "gl", "eu", "en")
"""The languages a text is kept in, beside Spanish."""

_PLACE = re.compile(r"\{\w+\}")
_UPDATE = "Run `python -m tools.phrases`, then translate it."


@dataclass(frozen=True, slots=True)
class Translated:
    """An entry of a catalogue; `reviewed` when a person has read it (gettext's *fuzzy* flag is off)."""

    text: str
    reviewed: bool
    place: Place


def read_catalogue(path: Path) -> dict[str, Translated]:
    """The entries of a catalogue, by their Spanish; raises RuleTextError where it cannot be read."""
    import polib  # only whoever asks for another language pays for it

    name = f"languages/{path.name}"
    try:
        entries = polib.pofile(str(path))
    except (OSError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 1
        raise RuleTextError(Place(name, line), "Not a gettext catalogue.", "Mend the quotes on that line.") from error
    lines = path.read_text("utf-8").splitlines()
    return {
        entry.msgid: Translated(entry.msgstr, not entry.fuzzy, Place(name, _line_of(entry.linenum or 1, lines)))
        for entry in entries
        if not entry.obsolete
    }


def _line_of(first: int, lines: list[str]) -> int:
    """The line of an entry's msgid, from the line where its comments begin."""
    return next((number for number in range(first, len(lines) + 1) if lines[number - 1].startswith("msgid")), first)


@cache
def tongue(folder: Path, code: str) -> Tongue:
    """The catalogue of a language of the text in `folder`, as what its sentences are in it."""
    path = folder / "languages" / f"{code}.po"
    entries = read_catalogue(path) if path.exists() else {}
    phrases = {spanish: entry.text for spanish, entry in entries.items() if entry.text}
    return Tongue(code, MappingProxyType(phrases), all(entry.reviewed for entry in entries.values()))


def in_tongue(text: RuleText, tongue: Tongue) -> RuleText:
    """The text with its sentences in that language; rules, hash and day are the same."""
    say = tongue.say
    return replace(
        text,
        tongue=tongue,
        title=say(text.title),
        sections=MappingProxyType({name: say(title) for name, title in text.sections.items()}),
        parameters=MappingProxyType(
            {name: replace(one, label=say(one.label)) for name, one in text.parameters.items()}
        ),
        income=MappingProxyType(
            {name: replace(one, label=say(one.label), reason=say(one.reason)) for name, one in text.income.items()}
        ),
        facts=MappingProxyType({key: _fact(fact, say) for key, fact in text.facts.items()}),
        requirements=tuple(_requirement(item, tongue) for item in text.requirements),
        documents=tuple(_document(item, say) for item in text.documents),
        lines=tuple(replace(line, label=say(line.label)) for line in text.lines),
    )


_Say = Callable[[str], str]


def _fact(fact: Fact, say: _Say) -> Fact:
    if fact.change is not None:
        fact = replace(fact, change=replace(fact.change, sentence=say(fact.change.sentence)))
    question = fact.question
    if question is None:
        return fact
    spoken = replace(
        question,
        label=say(question.label),
        label_other=say(question.label_other),
        help=say(question.help),
        why=say(question.why),
        never_label=say(question.never_label),
        unit=say(question.unit),
        option_labels=MappingProxyType({key: say(label) for key, label in question.option_labels.items()}),
    )
    return replace(fact, question=spoken)


def _requirement(item: Requirement, tongue: Tongue) -> Requirement:
    return replace(
        item,
        tongue=tongue,
        label=tongue.say(item.label),
        clauses=tuple(replace(clause, sentence=tongue.say(clause.sentence)) for clause in item.clauses),
        sentences=MappingProxyType({name: tongue.say(sentence) for name, sentence in item.sentences.items()}),
    )


def _document(item: NeededDocument, say: _Say) -> NeededDocument:
    return replace(
        item,
        label=say(item.label),
        why=say(item.why),
        issuer=say(item.issuer),
        accepts=tuple(say(one) for one in item.accepts),
    )


def phrases_of(text: RuleText) -> dict[str, Place]:
    """Every sentence of a text that a person may read, with the first place where it stands; house words included."""
    found: dict[str, Place] = {}
    for sentence, place in _phrases(text):
        if any(sign.isalpha() for sign in _PLACE.sub("", sentence)):
            found.setdefault(sentence, place)
    return found


def _phrases(text: RuleText) -> Iterator[tuple[str, Place]]:
    about = Place("benefit.yaml", 1)
    yield text.title, about
    yield from ((title, about) for title in text.sections.values())
    for fact in text.facts.values():
        yield from ((sentence, fact.place) for sentence in _fact_words(fact))
    for requirement in text.requirements:
        for sentence in (requirement.label, *requirement.sentences.values(), *_clause_words(requirement.clauses)):
            yield sentence, requirement.place
    for document in text.documents:
        for sentence in (document.label, document.why, document.issuer, *document.accepts):
            yield sentence, document.place
    yield from ((line.label, line.place) for line in text.lines)
    yield from ((parameter.label, parameter.place) for parameter in text.parameters.values())
    for kind in text.income.values():
        yield from ((sentence, kind.place) for sentence in (kind.label, kind.reason))
    yield from ((sentence, Place("house_words.py", 1)) for sentence in HOUSE_WORDS)


def _fact_words(fact: Fact) -> tuple[str, ...]:
    changing = (fact.change.sentence,) if fact.change else ()
    return (*changing, *_question_words(fact.question)) if fact.question else changing


def _question_words(question: Question) -> tuple[str, ...]:
    return (
        question.label,
        question.label_other,
        question.help,
        question.why,
        *question.option_labels.values(),
        question.never_label,
        question.unit,
    )


def _clause_words(clauses: tuple[Clause, ...]) -> Iterator[str]:
    return (clause.sentence for clause in clauses)


def problems(text: RuleText, folder: Path) -> Iterator[RuleTextError]:
    """What keeps the catalogues of a text from being whole: a phrase missing, left over, or with other places."""
    wanted = phrases_of(text)
    for code in LANGUAGES:
        path = folder / "languages" / f"{code}.po"
        if not path.exists():
            yield RuleTextError(Place(f"languages/{code}.po", 1), "The catalogue is missing.", _UPDATE)
            continue
        try:
            entries = read_catalogue(path)
        except RuleTextError as error:
            yield error
            continue
        yield from _differences(code, wanted, entries)


def _differences(code: str, wanted: Mapping[str, Place], entries: Mapping[str, Translated]) -> Iterator[RuleTextError]:
    for sentence, place in wanted.items():
        entry = entries.get(sentence)
        if entry is None:
            yield RuleTextError(Place(f"languages/{code}.po", 1), f"«{sentence}» ({place}) is not in it.", _UPDATE)
        elif not entry.text:
            yield RuleTextError(entry.place, f"«{sentence}» has no translation.", "Fill in its msgstr.")
        elif sorted(_PLACE.findall(sentence)) != sorted(_PLACE.findall(entry.text)):
            places = ", ".join(sorted(_PLACE.findall(sentence))) or "none"
            yield RuleTextError(entry.place, "The translation has other places.", f"The Spanish has: {places}.")
    for sentence, entry in entries.items():
        if sentence not in wanted:
            yield RuleTextError(entry.place, f"The text does not say «{sentence}».", "Take the entry out.")
