"""The task list of a draft: sections, how each stands, and where it is filled in."""

from __future__ import annotations

from collections.abc import Callable

from applications.models import Application
from applications.questions import text_of
from applications.services.completeness import (
    ACCOUNT,
    ADDRESS,
    DOCUMENTS,
    HOUSEHOLD,
    IDENTITY,
    PERSONAL,
    QUESTIONS,
    Completeness,
)
from applications.types import Task

DONE, MISSING, OURS, LATER = "done", "missing", "ours", "later"
_TITLES = {
    PERSONAL: "Tus datos",
    ADDRESS: "Tu domicilio",
    HOUSEHOLD: "Personas con quienes vives",
    IDENTITY: "Quién eres",
}
_IN_PERSON_TITLES = {
    PERSONAL: "Datos de la persona",
    ADDRESS: "Domicilio",
    HOUSEHOLD: "Unidad de convivencia",
    IDENTITY: "Documento a la vista",
}
_IN_PERSON_NOTES = {
    "verified": "Visto, con la persona presente",
    "review": "Hay que ver el documento",
    "": "Hay que ver el documento otra vez: ha cambiado",
}
_IDENTITY_NOTES = {
    "verified": "Comprobada con tus fotos",
    "review": "Una persona la mirará. Puedes firmar y presentar.",
    "": "Con fotos de tu documento",
}


def tasks_of(
    application: Application, state: Completeness, address: Callable[..., str], in_person: bool = False
) -> list[Task]:
    """Rows in the order a person fills them in; `address` gives that of a page by its name."""

    def row(title: str, key: str, name: str, note: str = "") -> Task:
        return Task(key, title, MISSING if key in state.missing else DONE, address(name), note)

    who = _IN_PERSON_NOTES if in_person else _IDENTITY_NOTES
    titles = _IN_PERSON_TITLES if in_person else _TITLES
    return [
        row(titles[PERSONAL], PERSONAL, "personal"),
        row(titles[ADDRESS], ADDRESS, "address"),
        row(titles[HOUSEHOLD], HOUSEHOLD, "household", "" if in_person else "Tu unidad de convivencia"),
        *_questions(application, state, address),
        _documents(state, address("documents")),
        row("Cuenta para cobrar", ACCOUNT, "account"),
        row(titles[IDENTITY], IDENTITY, "identity", _how_checked(application, who)),
    ]


def _how_checked(application: Application, words: dict[str, str]) -> str:
    if application.electronic_id:
        return "Comprobada con tu identidad electrónica"
    return words[application.identity_outcome]


def _questions(application: Application, state: Completeness, address: Callable[..., str]) -> list[Task]:
    titles = text_of(application).sections
    tasks = []
    for section in dict.fromkeys(group.section for group in state.groups):
        groups = [group for group in state.groups if group.section == section]
        missing = any(group.missing for group in groups)
        tasks.append(
            Task(
                section,
                str(titles.get(section, section)),
                MISSING if missing else DONE,
                address("questions", section),
            )
        )
    return tasks


def _documents(state: Completeness, url: str) -> Task:
    if state.missing and {HOUSEHOLD, QUESTIONS} & set(state.missing) and not any(p.document for p in state.papers):
        return Task(DOCUMENTS, "Documentos", LATER, url, "La lista sale de las respuestas")
    asked = [paper for paper in state.papers if not paper.ours]
    if not asked:
        return Task(DOCUMENTS, "Documentos", OURS, url, "Con esas respuestas no hace falta ninguno")
    left = sum(1 for paper in asked if paper.missing)
    note = f"Faltan {left} de {len(asked)}" if left else f"{len(asked)} en total"
    return Task(DOCUMENTS, "Documentos", MISSING if left else DONE, url, note)
