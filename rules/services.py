"""The door of the rules room: a text, a case read, and the four readings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from core.errors import AmparoError, register
from rules import cases, catalogue, texts_store
from rules import income as income_lines
from rules.assessing import Assessment
from rules.cases import value_of
from rules.chaining.process import process
from rules.compilers.domain import LARGEST
from rules.compilers.household import HEAD, HEAD_FACT
from rules.compilers.vector.days import NEVER_NUMBER, day_number, from_epoch_days, whole_years
from rules.explain import explain
from rules.form_states import form_state
from rules.language.load import Edition
from rules.language.text import SPANISH
from rules.language.tongue import LANGUAGES
from rules.models import ArchivedText
from rules.models import Assessment as AssessmentRow
from rules.populations import KINDS, population_of, simulate
from rules.publishing import schedule
from rules.publishing.populations import Source as TrialPopulation
from rules.publishing.populations import register as use_trial_population
from rules.reforms import figures, reformed
from rules.supposing import supposed
from rules.types import Case, CaseProblem, Change, FormState, RuleText
from rules.version_texts import VersionChoice, version_choices, version_text

__all__ = [
    "HEAD",
    "HEAD_FACT",
    "KINDS",
    "LANGUAGES",
    "LARGEST",
    "NEVER_NUMBER",
    "TrialPopulation",
    "VersionChoice",
    "assess",
    "changes",
    "day",
    "day_number",
    "explain",
    "facts",
    "figures",
    "form",
    "form_outcome",
    "from_epoch_days",
    "get_ready",
    "income",
    "is_reviewed",
    "parameters",
    "population_of",
    "process",
    "read_case",
    "reformed",
    "release_only_without_database",
    "replay",
    "simulate",
    "simulate_case",
    "store_assessment",
    "supposed",
    "text",
    "use_trial_population",
    "value_of",
    "version_choices",
    "version_text",
    "whole_years",
]

register(
    "assessment.text_missing",
    what="No se puede repetir esta valoración.",
    why="El texto de reglas con el que se hizo no está en esta instalación.",
    next_step="Avisa a quien administra el sistema para que recupere ese texto.",
    status=409,
)
register(
    "assessment.not_the_same",
    what="Al repetir esta valoración sale otro resultado.",
    why="Los datos guardados o el programa han cambiado.",
    next_step="Avisa a quien administra el sistema; no se ha modificado nada.",
    status=409,
)


def get_ready() -> None:
    """Read and compile the text that counts today for each benefit, before somebody waits for it."""
    for benefit in texts_store.benefits():
        texts_store.compiled_for(text(benefit, timezone.localdate())).get_ready()


def text(benefit: str, on: date, language: str = "es") -> RuleText:
    """The rules of a benefit that count on a day, in a language.

    The day decides, whatever the clock says: the release's text, or the version published for that day.
    Raises CaseProblem `unknown_benefit`, `law_not_loaded` or `unknown_language`.
    """
    if language not in (SPANISH.code, *LANGUAGES):
        known = ", ".join((SPANISH.code, *LANGUAGES))
        raise CaseProblem("unknown_language", "", f"Indica uno o varios de estos idiomas, con comas: {known}.")
    edition = schedule.edition_on(benefit, on) if isinstance(benefit, str) else None
    if edition is None:
        known = ", ".join(f"«{name}»" for name in texts_store.benefits())
        raise CaseProblem("unknown_benefit", "/benefit", f"Indica una de estas prestaciones: {known}.")
    if on < edition.law_begins:
        day = edition.law_begins.isoformat()
        raise CaseProblem("law_not_loaded", "/on", f"Esta prestación empezó el {day}; usa ese día o uno posterior.")
    if on < edition.loaded_from:
        day = edition.loaded_from.isoformat()
        sentence = f"La ley de esa fecha no está escrita aquí todavía; usa el {day} o un día posterior."
        raise CaseProblem("law_not_loaded", "/on", sentence)
    return _on(edition, on, language)


@lru_cache(maxsize=4096)
def _on(edition: Edition, on: date, language: str) -> RuleText:
    found = edition.on(on)
    return found if language == SPANISH.code else texts_store.in_language(found, language)


def release_only_without_database() -> bool:
    """For commands that work without a database: True where it does not answer, and the release's texts count alone."""
    try:
        schedule.schedule()
    except AmparoError:
        schedule.read_from(schedule.nothing)
        return True
    return False


def day(written: object) -> date:
    """A day as the contract writes it; raises CaseProblem."""
    return cases.day(written, "/on")


def read_case(data: Mapping[str, Any]) -> Case:
    """A case of the contract, checked; raises CaseProblem. Closed facts left out take their closed value."""
    benefit, on = cases.day_of(data)
    return cases.read(text(benefit, on), data, on, closed=True)


def assess(text: RuleText, case: Case) -> Assessment:
    """What is due in a case, with the reason for every answer."""
    return Assessment(text, case)


def changes(assessment: Assessment) -> tuple[Change, ...]:
    """What would have to change for a no to become a yes: the smallest single changes, each with its exact limit."""
    return assessment.changes


def simulate_case(data: Mapping[str, Any], languages: Sequence[str] = ()) -> dict[str, Any]:
    """The outcome of a case as the contract writes both; raises CaseProblem.

    Reasons are in Spanish and in each of `languages`, which cost nothing to whoever does not ask for them.
    """
    case = read_case(data)
    assessment = assess(text(case.benefit, case.on), case)
    outcome = assessment.outcome()
    for language in languages:
        catalogue.add_reasons(outcome, assessment, text(case.benefit, case.on, language))
    return outcome


def form(text: RuleText, answers: Mapping[str, Any]) -> FormState:
    """The form for a partial case; what it leaves out has not been asked yet. Raises CaseProblem."""
    filled = {"benefit": text.benefit, "on": text.on.isoformat(), **answers}
    _, on = cases.day_of(filled)
    return form_state(text, cases.read(text, filled, on, closed=False))


def form_outcome(data: Mapping[str, Any], languages: Sequence[str] = ()) -> dict[str, Any]:
    """The form for a partial case, as the contract writes it, also in `languages`; raises CaseProblem."""
    benefit, on = cases.day_of(data)
    found = text(benefit, on)
    others = {language: form(text(benefit, on, language), data) for language in languages}
    return catalogue.form_of(found, form(found, data), others)


def facts(benefit: str, on: date) -> dict[str, Any]:
    """Every fact of a benefit on a day, with its words in every language; raises CaseProblem."""
    return catalogue.facts_of(text(benefit, on), [text(benefit, on, language) for language in LANGUAGES])


def is_reviewed(benefit: str, language: str) -> bool:
    """Whether a person has read every sentence of a benefit in that language."""
    edition = texts_store.current(benefit)
    assert edition is not None
    return language == SPANISH.code or texts_store.in_language(edition.text, language).tongue.reviewed


def parameters(benefit: str, on: date, languages: Iterable[str] = ()) -> dict[str, Any]:
    """Every parameter of a benefit in force on a day, with its source; raises CaseProblem.

    `languages`: labels are given in these too, beside Spanish.
    """
    return catalogue.parameters_of(text(benefit, on), [text(benefit, on, language) for language in languages])


def income(benefit: str, on: date, lines: object, languages: Iterable[str] = ()) -> dict[str, Any]:
    """Computable income (art. 20) of lines of income, with the reason for each; raises CaseProblem.

    `languages`: reasons are given in these too, beside Spanish.
    """
    found = text(benefit, on)
    others = [text(benefit, on, language) for language in languages]
    return income_lines.computable(found, income_lines.read_lines(found, lines), others)


def store_assessment(assessment: Assessment, purpose: str, subject_ref: str) -> AssessmentRow:
    """Keep an assessment so that it can be replayed: what was given, under which text, and what came out."""
    edition = texts_store.edition_of(assessment.text)
    ArchivedText.objects.get_or_create(
        hash=assessment.text.hash, defaults={"benefit": assessment.text.benefit, "files": dict(edition.files)}
    )
    return AssessmentRow.objects.create(
        benefit=assessment.text.benefit,
        on=assessment.case.on,
        text_hash=assessment.text.hash,
        purpose=purpose,
        subject_ref=subject_ref,
        eligible=assessment.eligible,
        kind=assessment.kind,
        case=_plain(assessment.case.raw),
        outcome=assessment.outcome(),
    )


def replay(row: AssessmentRow) -> Assessment:
    """The same assessment again, under the text it was made with; raises if it does not come out the same."""
    edition = texts_store.edition(row.text_hash)
    if edition is None:
        archived = ArchivedText.objects.filter(hash=row.text_hash).first()
        if archived is None:
            raise AmparoError("assessment.text_missing")
        edition = texts_store.keep(archived.files)
    if edition.text.hash != row.text_hash:
        raise AmparoError("assessment.text_missing")
    on_day = edition.on(row.on)
    assessment = Assessment(on_day, cases.read(on_day, row.case, row.on, closed=True))
    if _written(assessment.outcome()) != _written(row.outcome):
        raise AmparoError("assessment.not_the_same")
    return assessment


def _written(outcome: Mapping[str, Any]) -> str:
    """An outcome as it is compared: letter by letter, so that 1 is not true."""
    return json.dumps(outcome, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
