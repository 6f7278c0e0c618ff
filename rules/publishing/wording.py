"""The sentences of a text that people read, each with the place where it stands, and changing one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.language.reader import Files, plain, read
from rules.publishing.writing import with_scalar

_ABOUT = {
    "label": "título",
    "label_other": "pregunta sobre otra persona",
    "help": "ayuda",
    "why": "por qué se pregunta",
    "never_label": "respuesta «nunca»",
    "met": "si se cumple",
    "met_hidden": "si se cumple por una excepción reservada",
    "not_met": "si no se cumple",
    "unknown": "si falta un dato",
    "not_applicable": "si no se aplica",
    "advice": "consejo",
    "text": "excepción",
}
_FILLED = frozenset({"met", "met_hidden", "not_met", "unknown", "not_applicable", "advice", "text"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `key` names it in an address; `part` and `about` say to a person what it is.

    `filled` where the program fills in what stands in braces, in each case.
    """

    key: str
    part: str
    about: str
    text: str
    filled: bool = False

    @property
    def file(self) -> str:
        """The file it stands in."""
        return self.key.partition("/")[0]

    @property
    def path(self) -> list[object]:
        """Where in that file."""
        return [int(step) if step.isdecimal() else step for step in self.key.split("/")[1:]]


def sentences(files: Files) -> list[Sentence]:
    """Every sentence of the text, file by file, in the order they are written."""
    return [*_questions(files), *_requirements(files), *_documents(files)]


def sentence(files: Files, key: str) -> Sentence | None:
    """The sentence of that key."""
    return next((found for found in sentences(files) if found.key == key), None)


def with_sentence(files: Files, found: Sentence, text: str) -> dict[str, str]:
    """The files with one sentence said otherwise."""
    written = with_scalar(found.file, files[found.file], found.path, " ".join(text.split()))
    return {**files, found.file: written}


def _questions(files: Files) -> Iterator[Sentence]:
    for entity, facts in plain(read(files, "facts.yaml")).items():
        for name, fact in facts.items():
            question = fact.get("question", {})
            part = f"Pregunta «{question.get('label', name)}»"
            place = f"facts.yaml/{entity}/{name}/question"
            yield from _said(question, place, part, ("label", "label_other", "help", "why", "never_label"))
            for option, label in question.get("option_labels", {}).items():
                yield Sentence(f"{place}/option_labels/{option}", part, "respuesta", _line(label))


def _requirements(files: Files) -> Iterator[Sentence]:
    names = ("label", "met", "met_hidden", "not_met", "unknown", "not_applicable", "advice")
    for name, requirement in plain(read(files, "requirements.yaml"))["requirements"].items():
        part, place = f"Requisito «{_line(requirement['label'])}»", f"requirements.yaml/requirements/{name}"
        yield from _said(requirement, place, part, names)
        for number, clause in enumerate(requirement["clauses"]):
            yield from _said(clause, f"{place}/clauses/{number}", part, ("text",))


def _documents(files: Files) -> Iterator[Sentence]:
    for name, document in plain(read(files, "documents.yaml")).get("documents", {}).items():
        place = f"documents.yaml/documents/{name}"
        yield from _said(document, place, f"Documento «{_line(document.get('label', name))}»", ("label", "why"))


def _said(body: Mapping[str, Any], place: str, part: str, names: tuple[str, ...]) -> Iterator[Sentence]:
    for name in names:
        if isinstance(body.get(name), str) and body[name]:
            yield Sentence(f"{place}/{name}", part, _ABOUT[name], _line(body[name]), name in _FILLED)


def _line(text: object) -> str:
    return " ".join(str(text).split())
