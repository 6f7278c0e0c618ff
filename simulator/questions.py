"""What stands around a question: whom it is about, why it is asked, how many are left, what is already clear."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from rules.types import Field, RuleText
from simulator.wizard import HOUSEHOLD, Wizard
from simulator.words import law_address

_WHO = frozenset({"relation", "birth_date"})


@dataclass(frozen=True)
class Reason:
    """A requirement that a question serves: its name and its article."""

    label: str
    article: str
    law: str


@dataclass(frozen=True)
class Clear:
    """A requirement that no further answer can change."""

    label: str
    met: bool


@dataclass(frozen=True)
class QuestionPage:
    """Everything on the page of a question but its form."""

    back: str
    caption: str
    why: str
    reasons: tuple[Reason, ...]
    remaining: str
    clear: tuple[Clear, ...]
    unknown_label: str
    sensitive: bool


def household_page(wizard: Wizard) -> QuestionPage:
    """The page of the first question, which is ours."""
    return QuestionPage(
        back=reverse("simulator:start"),
        caption=wizard.text.sections["household"],
        why=gettext("La ayuda se calcula para todas las personas que forman tu unidad de convivencia."),
        reasons=(),
        remaining=remaining_in_words(*wizard.remaining) if wizard.relatives is not None else "",
        clear=(),
        unknown_label="",
        sensitive=False,
    )


def question_page(wizard: Wizard, key: str, field: Field) -> QuestionPage:
    """The page of a question of the text."""
    before = wizard.key_before(key)
    return QuestionPage(
        back=reverse("simulator:question", kwargs={"key": before or HOUSEHOLD}),
        caption=wizard.person(field.member_ref) or wizard.text.sections[field.section],
        why=field.why,
        reasons=reasons_for(wizard.text, field),
        remaining=remaining_in_words(*wizard.remaining),
        clear=clear_requirements(wizard),
        unknown_label=unknown_label(field),
        sensitive=field.sensitive,
    )


def unknown_label(field: Field) -> str:
    """What the way past the question says; nothing where without the answer there is nobody to ask about."""
    if field.name in _WHO:
        return ""
    return gettext("Prefiero no contestar") if field.sensitive else gettext("No lo sé")


def reasons_for(text: RuleText, field: Field) -> tuple[Reason, ...]:
    """The requirements a question serves, each with its article."""
    known = {requirement.id: requirement for requirement in text.requirements}
    found = [known[id] for id in field.feeds if id in known]
    return tuple(Reason(one.label, one.article.art, law_address(one.article.law)) for one in found)


def clear_requirements(wizard: Wizard) -> tuple[Clear, ...]:
    """The requirements already settled, in the order of the text, without those that do not apply to this household."""
    settled, reasons = wizard.state.settled, wizard.state.reasons
    return tuple(
        Clear(one.label, settled[one.id])
        for one in wizard.text.requirements
        if one.id in settled and reasons.get(one.id) != one.sentences.get("not_applicable")
    )


def remaining_in_words(low: int, high: int) -> str:
    """How many questions are left, as honestly as it can be said."""
    if high <= 0:
        return ""
    low = max(low, 1)
    if low >= high:
        return ngettext("Queda %(high)d pregunta", "Quedan %(high)d preguntas", high) % {"high": high}
    numbers = {"low": low, "high": high}
    if high - low == 1:
        return gettext("Quedan %(low)d o %(high)d preguntas") % numbers
    return gettext("Quedan entre %(low)d y %(high)d preguntas") % numbers
