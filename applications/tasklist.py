"""The task list of a draft: sections, how each stands, and where it is filled in."""

from __future__ import annotations

from django.urls import reverse

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
_IDENTITY_NOTES = {
    "verified": "Comprobada con tus fotos",
    "review": "Una persona la mirará. Puedes firmar y presentar.",
    "": "Con fotos de tu documento",
}


def tasks_of(application: Application, state: Completeness) -> list[Task]:
    """Rows in the order a person fills them in."""
    return [
        _row("Tus datos", PERSONAL, "applications:personal", state),
        _row("Tu domicilio", ADDRESS, "applications:address", state),
        _row("Personas con quienes vives", HOUSEHOLD, "applications:household", state, "Tu unidad de convivencia"),
        *_questions(application, state),
        _documents(state),
        _row("Cuenta para cobrar", ACCOUNT, "applications:account", state),
        _row("Quién eres", IDENTITY, "applications:identity", state, _IDENTITY_NOTES[application.identity_outcome]),
    ]


def _row(title: str, key: str, name: str, state: Completeness, note: str = "") -> Task:
    return Task(key, title, MISSING if key in state.missing else DONE, reverse(name), note)


def _questions(application: Application, state: Completeness) -> list[Task]:
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
                reverse("applications:questions", args=[section]),
            )
        )
    return tasks


def _documents(state: Completeness) -> Task:
    url = reverse("applications:documents")
    if state.missing and {HOUSEHOLD, QUESTIONS} & set(state.missing) and not any(p.document for p in state.papers):
        return Task(DOCUMENTS, "Documentos", LATER, url, "La lista sale de lo que contestes")
    asked = [paper for paper in state.papers if not paper.ours]
    if not asked:
        return Task(DOCUMENTS, "Documentos", OURS, url, "Con lo que has contestado, no hace falta ninguno")
    left = sum(1 for paper in asked if paper.missing)
    note = f"Faltan {left} de {len(asked)}" if left else f"{len(asked)} en total"
    return Task(DOCUMENTS, "Documentos", MISSING if left else DONE, url, note)
