"""The end of a simulation, as its page says it: the answer, the sum, the reasons, what would have to change."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from core.money import euros
from rules import services as rules
from rules.forms import key_of
from rules.types import AmountLine, Assessment, DocumentNeeded, RequirementResult
from simulator.bar import Bar, bar_of
from simulator.wizard import HOUSEHOLD, Wizard
from simulator.words import answer_in_words, law_address

_WORDS = {
    True: gettext_lazy("Se cumple"),
    False: gettext_lazy("No se cumple"),
    None: gettext_lazy("Falta saberlo"),
}
_ICONS = {True: "tick", False: "cross", None: "question"}
# What stands in the way first, then what is to be known.
_ORDER = {False: 0, None: 1, True: 2}


@dataclass(frozen=True)
class RequirementRow:
    """A requirement with its mark, its reason and what could change it."""

    label: str
    icon: str
    word: str
    reason: str
    advice: str
    article: str
    law: str


@dataclass(frozen=True)
class ChangeRow:
    """A single change that would be enough: whom it is about, in words, and where its answer is given."""

    person: str
    sentence: str
    address: str


@dataclass(frozen=True)
class Missing:
    """Something that is still to be known, and where it is asked."""

    label: str
    address: str


@dataclass(frozen=True)
class Answered:
    """An answer given, with the way to change it. Named as core's list of definitions expects."""

    label: str
    value: str
    change: str


@dataclass(frozen=True)
class AnswerGroup:
    """The answers about one person, or about the household."""

    title: str
    rows: tuple[Answered, ...]


@dataclass(frozen=True)
class Document:
    """A document to gather, once, with the people it is for."""

    needed: DocumentNeeded
    people: int


@dataclass(frozen=True)
class Result:
    """Everything the page shows. `kind` is good, bad or doubt.

    `also_unmet`: where no single change would be enough, what else is not met beside `blocking`.
    """

    kind: str
    headline: str
    text: str
    effects_from: str | None
    lines: tuple[AmountLine, ...]
    bar: Bar | None
    requirements: tuple[RequirementRow, ...]
    blocking: tuple[RequirementRow, ...]
    also_unmet: tuple[RequirementRow, ...]
    changes: tuple[ChangeRow, ...]
    supposed: bool
    missing: tuple[Missing, ...]
    documents: tuple[Document, ...]
    warnings: tuple[str, ...]
    answers: tuple[AnswerGroup, ...]
    sensitive: bool
    text_hash: str
    on: str


def result_of(wizard: Wizard, assessment: Assessment) -> Result:
    """The page of an assessment."""
    outcome = assessment.outcome()
    stopped = wizard.state.stopped_by
    # Whoever is stopped has not been asked everything: what nobody asked is not said to be met.
    known = assessment.requirements if stopped is None else wizard.state.results
    shown = [one for one in known if one.applies is not False]
    blocking = [one for one in shown if one.met is False and (stopped is None or one.id == stopped)]
    kind, headline, text = _headline(assessment)
    changes = _changes(wizard, assessment)
    alone = assessment.eligible is False and not changes
    also_unmet = [one for one in shown if one.met is False and one not in blocking] if alone else []
    due = assessment.eligible is True and assessment.monthly["total"] is not None
    return Result(
        kind=kind,
        headline=headline,
        text=text,
        effects_from=outcome["effects_from"] if due else None,
        lines=_lines(assessment) if due else (),
        bar=bar_of(assessment.monthly) if due else None,
        requirements=tuple(_row(one) for one in sorted(shown, key=lambda one: _ORDER[one.met])),
        blocking=tuple(_row(one) for one in blocking) if assessment.eligible is False else (),
        also_unmet=tuple(_row(one) for one in also_unmet),
        changes=changes,
        supposed=not all(field.answered for field in wizard.state.fields),
        missing=_missing(wizard, assessment),
        documents=_documents(wizard) if assessment.eligible is not False else (),
        warnings=tuple(dict.fromkeys(warning.sentence for warning in assessment.warnings)),
        answers=_answers(wizard),
        sensitive=any(item.field.sensitive for item in wizard.answered),
        text_hash=assessment.text.hash,
        on=outcome["on"],
    )


def _headline(assessment: Assessment) -> tuple[str, str, str]:
    total = assessment.monthly["total"]
    if assessment.eligible is False:
        text = gettext("Con lo que has contestado, no se cumplen todos los requisitos.")
        return "bad", gettext("Ahora mismo no"), text
    if assessment.eligible is None:
        text = gettext("Con lo que has contestado todavía no podemos decirte sí o no.")
        return "doubt", gettext("Falta saber algo más"), text
    if total is None:
        return "good", gettext("Podrías tener derecho"), gettext("Falta algún dato para calcular la cantidad.")
    text = gettext("Cumples los requisitos con lo que has contestado.")
    if assessment.kind == "child_supplement_only":
        text = gettext(
            "Es el complemento de ayuda para la infancia. Puedes cobrarlo aunque no te corresponda el resto."
        )
    return "good", gettext("Podrías cobrar %(amount)s al mes") % {"amount": euros(total)}, text


def _row(result: RequirementResult) -> RequirementRow:
    return RequirementRow(
        label=result.label,
        icon=_ICONS[result.met],
        word=str(_WORDS[result.met]),
        reason=result.reason,
        advice=result.advice,
        article=result.article.art,
        law=law_address(result.article.law),
    )


def _lines(assessment: Assessment) -> tuple[AmountLine, ...]:
    """The calculation; a line that the next one only repeats is left out."""
    lines = assessment.lines
    repeated = {line for line, after in pairwise(lines) if after.rule == "guaranteed_income"}
    return tuple(line for line in lines if line not in repeated or _has_parts(lines))


def _has_parts(lines: tuple[AmountLine, ...]) -> bool:
    return [line.rule for line in lines].index("guaranteed_income") > 1


def _changes(wizard: Wizard, assessment: Assessment) -> tuple[ChangeRow, ...]:
    """What would have to change, as the rules compute it.

    A simulation stops at the first requirement that cannot be met, so much may not have been asked: what would have to
    change is worked out as if that were no obstacle, and the page says so.
    """
    if assessment.eligible is not False:
        return ()
    supposed = rules.assess(assessment.text, rules.supposed(assessment.text, assessment.case))
    fields = {field.pointer: field for field in wizard.state.fields}
    found = []
    for change in rules.changes(supposed):
        field = fields.get(change.pointer)
        address = reverse("simulator:question", kwargs={"key": key_of(field)}) if field else ""
        found.append(ChangeRow(wizard.person(change.member_ref), change.sentence, address))
    return tuple(found)


def _missing(wizard: Wizard, assessment: Assessment) -> tuple[Missing, ...]:
    fields = {field.pointer: field for field in wizard.state.fields}
    pointers = assessment.missing or (assessment.missing_for_amount if assessment.eligible else ())
    found = [fields[pointer] for pointer in pointers if pointer in fields]
    return tuple(
        Missing(
            " · ".join(part for part in (wizard.person(field.member_ref), field.label) if part),
            reverse("simulator:question", kwargs={"key": key_of(field)}),
        )
        for field in found
    )


def _documents(wizard: Wizard) -> tuple[Document, ...]:
    found: dict[str, list[DocumentNeeded]] = {}
    for document in wizard.state.documents:
        found.setdefault(document.id, []).append(document)
    return tuple(Document(same[0], len(same)) for same in found.values())


def _answers(wizard: Wizard) -> tuple[AnswerGroup, ...]:
    """The answers, grouped: the household, the applicant, and each of the others."""
    household = gettext("Tu hogar")
    first = _answer(gettext("Personas de tu familia que viven contigo"), str(wizard.relatives), HOUSEHOLD)
    groups: dict[str, list[Answered]] = {household: [first]}
    for item in wizard.answered:
        ref = item.field.member_ref
        title = household if ref is None else wizard.person(ref) or wizard.text.sections["about_you"]
        # This page is printed and left on tables: an answer that could put somebody in danger is never on it.
        quiet = item.field.sensitive
        said = gettext("No la mostramos aquí") if quiet else answer_in_words(item.field, wizard.value(item.field))
        groups.setdefault(title, []).append(_answer(item.field.label, said, item.key))
    return tuple(AnswerGroup(title, tuple(rows)) for title, rows in groups.items())


def _answer(label: str, value: str, key: str) -> Answered:
    return Answered(label, value, reverse("simulator:question", kwargs={"key": key}))
