"""What came from elsewhere and speaks against a person, and whether they have been heard about it.

Nobody is refused on data they never saw: where the refusal does not follow from what was declared, the person is heard
first (audiencia; model of the requirements, §2). Amounts of other adults of the unit are not told to the applicant.
"""

from __future__ import annotations

from collections.abc import Iterator

from applications.types import Person, SubmittedApplication
from core.money import euros
from rules import services as rules
from workflow import comparison
from workflow.assessing import Calculation
from workflow.decision import article_words
from workflow.letters import HearingFact
from workflow.models import Check, Dossier, HearingState

_SOMEBODY_ELSE = "Dato de otra persona"


def adverse_facts(dossier: Dossier, application: SubmittedApplication) -> tuple[HearingFact, ...]:
    """What differs from what was declared, as the letter says it; empty where nothing does."""
    return tuple(fact for check in _differing(dossier) for fact in _facts(check, application))


def needs_hearing(dossier: Dossier, application: SubmittedApplication, calculation: Calculation) -> bool:
    """Whether a refusal would rest on data from elsewhere about which the person has not been heard."""
    differing = _differing(dossier)
    if calculation.kind != "denied" or not differing or _refused_as_declared(application):
        return False
    over = dossier.hearings.filter(state__in=(HearingState.ANSWERED, HearingState.ENDED))
    heard = over.order_by("-opened_at").first()
    return heard is None or any(check.settled_at and check.settled_at > heard.opened_at for check in differing)


def consequence_of(calculation: Calculation) -> str:
    """What the data would lead to, from the calculation."""
    if calculation.kind == "granted":
        return f"Con estos datos la prestación sería de {euros(calculation.monthly_cents)} al mes."
    if calculation.kind == "undetermined":
        return "Con estos datos todavía no se puede decir si hay derecho a la prestación."
    causes = [
        f"{result.label} (artículo {article_words(result.article)})" if article_words(result.article) else result.label
        for result in calculation.assessment.requirements
        if result.met is False
    ]
    return f"Con estos datos la prestación se denegaría. No se cumpliría: {'; '.join(causes)}."


def _differing(dossier: Dossier) -> list[Check]:
    return [check for check in dossier.checks.order_by("id") if check.differences]


def _refused_as_declared(application: SubmittedApplication) -> bool:
    case = rules.read_case(comparison.established_case(application, {}))
    return rules.assess(rules.text(case.benefit, case.on), case).eligible is False


def _facts(check: Check, application: SubmittedApplication) -> Iterator[HearingFact]:
    person = next((one for one in application.people if one.ref == check.member_ref), None)
    source = check.get_source_display()
    own = check.member_ref == application.applicant.ref or _is_child(person, application)
    for name in check.differences:
        [column] = comparison.columns(check.source, _only(check.declared, name), _only(check.obtained, name), [name])
        label = column.label if own or person is None else f"{column.label}: {person.full_name}"
        if own or name.startswith("unit_"):
            yield HearingFact(label, column.declared, column.obtained, source)
        else:
            yield HearingFact(label, _SOMEBODY_ELSE, "No coincide con lo declarado", source)


def _is_child(person: Person | None, application: SubmittedApplication) -> bool:
    return person is not None and comparison.is_minor(person, application.registered_on)


def _only(values: dict[str, object], name: str) -> dict[str, object]:
    return {name: values.get(name)}
