"""What a decision rests on, in plain words that can be frozen: facts with source, conditions, amount, obstacles.

Nothing here names an exception that tells of violence, trafficking, prison or the like: a letter may be opened by
whoever lives in the house.
"""

import re
from typing import Any

from applications.types import SubmittedApplication
from core.money import euros
from core.provinces import PROVINCES
from identity import selectors as identity
from rules.types import Article, RequirementResult
from workflow import comparison
from workflow.assessing import Calculation
from workflow.models import Check, CheckSource, CheckState, Dossier
from workflow.selectors.calculation import values_of

OPEN_EXCEPTIONS = frozenset(
    {
        "general",
        "birth_or_adoption",
        "born_resident",
        "fostering",
        "member_left",
        "minor_joined",
        "minor_reunification",
        "minors_in_charge",
        "separation_started",
    }
)
"""Exceptions a letter may name. Every other one is written as plainly met."""

LAW_CODE = "BOE-A-2021-21007"
"""The law a letter speaks of when it says *artículo*."""
OTHER_NORMS = {"BOE-A-2022-15764": "RD 789/2022"}
"""Other norms that were read article by article (`../shared/law/imv.md`)."""

_IDENTITY_OBSTACLES = {
    "review": "Identidad: las fotos esperan que las mires tú",
    "not_confirmed": "Identidad: quien miró las fotos no la dio por válida",
}
_MET = {True: "Se cumple", False: "No se cumple", None: "Falta saberlo"}


def obstacles(dossier: Dossier, application: SubmittedApplication) -> list[str]:
    """What must be settled before a grant, in words; empty when nothing is in the way."""
    found = [_obstacle(check, application) for check in dossier.checks.all() if _blocks(check)]
    identity_word = _IDENTITY_OBSTACLES.get(identity_state(application))
    if identity_word:
        found.append(identity_word)
    return found


def _blocks(check: Check) -> bool:
    if check.settled:
        return False
    # Amounts on file that differ from the declared ones do not stop a grant: the calculation uses those on file.
    amounts_only = check.source == CheckSource.TAX and all(name.startswith("unit_") for name in check.differences)
    return not (check.state == CheckState.DIFFERS and amounts_only)


def _obstacle(check: Check, application: SubmittedApplication) -> str:
    person = next((one.full_name for one in application.people if one.ref == check.member_ref), check.member_ref)
    state = "sin respuesta todavía" if check.state == CheckState.PENDING else check.get_state_display().lower()
    return f"{check.get_source_display()} ({person}): {state}"


def identity_state(application: SubmittedApplication) -> str:
    """How the applicant's identity stands: the state of their check by pictures, or empty where there was none.

    Who was vouched for by an identity provider needs no look at pictures that they may have taken before.
    """
    if application.identity.electronic_id:
        return "verified"
    state = identity.check_state(str(application.public_id))
    return state.state if state is not None else ""


def content_of(
    dossier: Dossier, application: SubmittedApplication, calculation: Calculation, note: str
) -> dict[str, Any]:
    """Everything the decision's letter says, as JSON that is frozen with the proposal."""
    effects = calculation.effects_from
    return {
        "kind": calculation.kind,
        "due": calculation.assessment.kind,
        "text": calculation.outcome["text"],
        "monthly_cents": calculation.monthly_cents,
        "effects_from": effects.isoformat() if effects else "",
        "facts": facts_used(dossier, application, calculation),
        "requirements": [
            condition(result, values_of(calculation, result)) for result in calculation.assessment.requirements
        ],
        "lines": amount_lines(calculation),
        "note": note,
    }


def condition(result: RequirementResult, values: list[tuple[str, str]]) -> dict[str, Any]:
    """One requirement as the letter says it, with the figures it compared."""
    plain = not result.hidden and (result.exception is None or result.exception in OPEN_EXCEPTIONS)
    return {
        "id": result.id,
        "label": result.label,
        "met": result.met,
        "word": "No se exige" if result.applies is False else _MET[result.met],
        "article": article_words(result.article),
        "sentence": result.reason if plain else "Se cumple este requisito.",
        "values": values if plain else [],
    }


def article_words(article: Article | None) -> str:
    """An article as a letter names it: by its number alone where it is of the law the letter speaks of.

    One of another norm carries its norm's name. A norm whose text was never read has no name here: it is not named.
    """
    if article is None or article.law == LAW_CODE:
        return article.art if article else ""
    norm = OTHER_NORMS.get(article.law)
    if norm is None:
        return ""
    span = re.fullmatch(r"(\d+)-(\d+)", article.art)
    where = f"arts. {span[1]} a {span[2]}" if span else f"art. {article.art}".replace("art. DA", "disp. ad. ")
    return f"{norm}, {where}"


def amount_lines(calculation: Calculation) -> list[dict[str, Any]]:
    """The amount line by line: what, article, cents, and where it comes from. Lines not known yet are left out."""
    return [
        {
            "label": line.label,
            "article": article_words(line.article),
            "cents": line.cents,
            "rule": line.rule,
            "source": line.source,
        }
        for line in calculation.assessment.lines
        if line.cents is not None
    ]


def facts_used(dossier: Dossier, application: SubmittedApplication, calculation: Calculation) -> list[dict[str, str]]:
    """Facts the decision uses, each with its source. Only facts that may stand in a letter."""
    year = comparison.fiscal_year(application)
    source = "Agencia Tributaria" if calculation.totals else "Declaración de la solicitud"
    rows = [
        ("Personas de la unidad de convivencia", str(len(application.people)), "Solicitud"),
        ("Provincia de residencia", PROVINCES[application.province_code], _place_source(dossier)),
    ]
    for name, label in (
        ("income", f"Ingresos computables de la unidad en {year}"),
        ("net_patrimony", "Patrimonio neto de la unidad"),
        ("non_corporate_assets", "Bienes de la unidad, sin la vivienda habitual"),
    ):
        cents = calculation.totals.get(name, comparison.declared_cents(application, name))
        if cents is not None:
            rows.append((label, euros(cents), source))
    rows.append(("Identidad de las personas", _identity_word(dossier), "Policía Nacional"))
    return [{"label": label, "value": value, "source": origin} for label, value, origin in rows]


def _place_source(dossier: Dossier) -> str:
    checks = dossier.checks.filter(source=CheckSource.RESIDENCE)
    return "Padrón municipal" if all(check.state == CheckState.OK for check in checks) else "Solicitud"


def _identity_word(dossier: Dossier) -> str:
    states = {check.state for check in dossier.checks.filter(source=CheckSource.POLICE)}
    if states <= {CheckState.OK}:
        return "Comprobada"
    return "Dada por válida" if states <= {CheckState.OK, CheckState.ACCEPTED_BY_PERSON} else "No coincide o no consta"
