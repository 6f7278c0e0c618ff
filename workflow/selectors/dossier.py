"""What the page of a dossier shows, part by part."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from applications import selectors as application_rows
from applications.types import Person, SubmittedApplication
from core import events
from core.actors import Actor
from core.models import AuditEvent, StaffMember
from core.policies import may
from workflow.adverse import adverse_facts
from workflow.comparison import LABELS, columns
from workflow.endings import open_endings
from workflow.engine import desk
from workflow.models import (
    Check,
    CheckSource,
    CheckState,
    DecisionKind,
    Dossier,
    DossierState,
    FiscalReview,
    FiscalReviewState,
    HearingState,
    ProposalState,
)
from workflow.selectors.queue import FLAG_NAMES, is_back_in_study
from workflow.types import CheckRow, FailedStep, FlagRow, HearingRow, HistoryLine, NextAct, OpenRequest, PersonCard

RELATIONS = {
    "applicant": "Solicitante",
    "spouse": "Cónyuge",
    "partner": "Pareja de hecho",
    "child": "Hija o hijo",
    "grandchild": "Nieta o nieto",
    "parent": "Madre o padre",
    "grandparent": "Abuela o abuelo",
    "sibling": "Hermana o hermano",
    "other_relative": "Otro familiar",
    "fostered": "En acogimiento",
    "guardianship": "En tutela",
    "unrelated": "Sin parentesco",
}
STATE_COLOURS = {
    CheckState.OK: "green",
    CheckState.ACCEPTED_BY_PERSON: "teal",
    CheckState.DIFFERS: "red",
    CheckState.NOT_FOUND: "orange",
    CheckState.PENDING: "grey",
}
_MARKS = {
    CheckState.OK: "tick",
    CheckState.ACCEPTED_BY_PERSON: "tick",
    CheckState.DIFFERS: "cross",
    CheckState.NOT_FOUND: "question",
    CheckState.PENDING: "clock",
}
NODE_NAMES = {
    "admission": "Admisión",
    "check": "Consulta a otra administración",
    "cross_check": "Cruce de datos",
    "assign": "Asignación a una persona",
    "resolution": "Sellado de la resolución",
    "notify": "Notificación",
}


def cards(dossier: Dossier, application: SubmittedApplication) -> list[PersonCard]:
    """The unit as family cards, with what is known of each person."""
    by_person: dict[str, list[Check]] = {}
    for check in dossier.checks.all():
        by_person.setdefault(check.member_ref, []).append(check)
    return [
        PersonCard(
            person.ref,
            person.full_name,
            RELATIONS.get(person.relation, person.relation),
            _age(person, timezone.localdate()),
            tuple((_MARKS[CheckState(check.state)], _known(check)) for check in by_person.get(person.ref, []))
            + _confirmation(application, person.ref),
        )
        for person in application.people
    ]


def _confirmation(application: SubmittedApplication, ref: str) -> tuple[tuple[str, str], ...]:
    """What another adult said when asked to confirm: it decides nothing, and whoever works the dossier may ask."""
    found = next((one for one in application.confirmations if one.ref == ref), None)
    if found is None:
        return ()
    mark = {"confirmed": "tick", "asked": "clock"}.get(found.state, "question")
    day = f", el {date_format(timezone.localtime(found.at), 'j/n/Y')}" if found.at else ""
    return ((mark, f"Confirmación propia: {found.words[:1].lower()}{found.words[1:]}{day}"),)


def _age(person: Person, today: date) -> str:
    born = person.birth_date
    if born is None:
        return ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return f"{years} año" if years == 1 else f"{years} años"


def _known(check: Check) -> str:
    source = CheckSource(check.source).label.split(":")[0]
    return f"{source}: {_state_word(check).lower()}"


def _state_word(check: Check) -> str:
    if check.state == CheckState.PENDING and check.tries:
        return "Sin respuesta todavía"
    return str(check.get_state_display())


def checks(dossier: Dossier, application: SubmittedApplication) -> list[CheckRow]:
    """Every check, those that need a person first."""
    names = {person.ref: person.full_name for person in application.people}
    rows = dossier.checks.select_related("accepted_by")
    return [
        _check_row(check, names) for check in sorted(rows, key=lambda row: (row.settled, row.member_ref, row.source))
    ]


def _check_row(check: Check, names: dict[str, str]) -> CheckRow:
    return CheckRow(
        public_id=check.public_id,
        person=names.get(check.member_ref, check.member_ref),
        source=check.get_source_display(),
        state=check.state,
        state_word=_state_word(check),
        colour=STATE_COLOURS[CheckState(check.state)],
        fields=tuple(columns(check.source, check.declared, check.obtained, check.differences)),
        asked_at=check.asked_at,
        exchange_ref=check.exchange_ref,
        tries=check.tries,
        next_try_at=check.next_try_at if check.state == CheckState.PENDING else None,
        reason=check.reason,
        accepted_by=check.accepted_by.full_name if check.accepted_by else "",
        settled=check.settled,
        note=_note(check),
    )


def _note(check: Check) -> str:
    if check.state == CheckState.DIFFERS and check.source == CheckSource.TAX:
        return (
            "El cálculo usa lo que consta en la Agencia Tributaria (art. 21.7). Si das por válido lo declarado, "
            "usará lo declarado."
        )
    return ""


def flags(dossier: Dossier) -> list[FlagRow]:
    """What the case rules conclude now, gravest first."""
    rows = sorted(dossier.flags.filter(cleared_at=None), key=lambda flag: (flag.kind != "flag", flag.severity, flag.pk))
    return [
        FlagRow(
            FLAG_NAMES.get(flag.name, flag.name),
            flag.sentence,
            flag.article,
            flag.rule,
            flag.severity == "high",
            flag.kind == "route",
            tuple(_ground(ground) for ground in flag.grounds),
        )
        for flag in rows
    ]


_KINDS = {"declared": "Declarado", "registry": "Registro", "check": "Comprobación", "document": "Documento"}
_FIELDS = {"income": "ingresos", "address": "domicilio", "province": "provincia", "document_number": "documento"}


def _ground(fact: dict[str, Any]) -> str:
    kind = _KINDS.get(fact["kind"], "Cálculo")
    if fact["kind"] == "check":
        return f"{kind}: {CheckSource(fact['source']).label.lower()}, {CheckState(fact['state']).label.lower()}"
    if fact["kind"] in ("declared", "registry"):
        source = f" ({CheckSource(fact['source']).label.split(':')[0]})" if fact.get("source") else ""
        return f"{kind}{source}: {_FIELDS.get(fact['field'], LABELS.get(fact['field'], fact['field']))}"
    return "Cálculo: se cumplen los requisitos" if fact["kind"] == "decision" else kind


def hearings(dossier: Dossier) -> list[HearingRow]:
    """What the person was asked before a decision and what they said, newest first; dropped ones say nothing."""
    rows = list(dossier.hearings.exclude(state=HearingState.DROPPED).order_by("-id"))
    said = application_rows.hearing_answers(dossier.application_id) if rows else {}
    return [HearingRow(row, *said.get(row.hearing_ref, ("", None))) for row in rows]


def open_request(dossier: Dossier) -> OpenRequest | None:
    """The document the dossier waits for."""
    request = dossier.correction_requests.filter(state="open").first()
    return OpenRequest(request.label, request.asked_at, request.due_on, request.text) if request else None


def returned(dossier: Dossier) -> FiscalReview | None:
    """What fiscal control said when it sent the dossier back, until there is another proposal."""
    if not is_back_in_study(dossier):
        return None
    rows = dossier.fiscal_reviews.filter(state=FiscalReviewState.RETURNED).select_related("reviewer", "proposal")
    return rows.order_by("-decided_at").first()


def failed_steps(dossier: Dossier) -> list[FailedStep]:
    """Jobs that gave up."""
    return [
        FailedStep(task.id, NODE_NAMES.get(task.node, task.node), task.reason)
        for task in desk.where(dossier)
        if task.status == "ERROR"
    ]


_ENDING_ACTS = {
    DecisionKind.INADMISSIBLE: NextAct("Proponer que no se admita", "propose_inadmission", note="Artículo 28.1"),
    DecisionKind.LAPSED: NextAct(
        "Proponer la caducidad", "propose_lapse", note="El plazo terminó y el documento no llegó"
    ),
}


def next_acts(
    dossier: Dossier, actor: Actor, has_identity_review: bool, application: SubmittedApplication
) -> list[NextAct]:
    """What `actor` may do now, the most likely first. Empty for who only reads."""
    if may(actor, "dossier.review", dossier):
        return [NextAct("Aprobar o devolver", "fiscal_review", True)]
    if not may(actor, "dossier.work", dossier):
        return []
    ends = [_ENDING_ACTS[kind] for kind in open_endings(dossier, application, timezone.localdate())]
    if dossier.state == DossierState.SUSPENDED_FOR_DOCUMENTS:
        return [*ends, NextAct("Dejar de esperar el documento", "stop_waiting")]
    if dossier.state == DossierState.HEARING:
        hearing = dossier.hearings.filter(state=HearingState.OPEN).first()
        over = hearing is not None and hearing.due_on < timezone.localdate()
        decide = NextAct("Proponer la decisión", "propose", True, "El plazo de audiencia terminó")
        return [*([decide] if over else []), NextAct("Dejar sin efecto la audiencia", "drop_hearing")]
    acts = []
    live = dossier.proposals.filter(state=ProposalState.PROPOSED).first()
    if live is not None and may(actor, "dossier.resolve", dossier):
        acts.append(NextAct("Resolver", "resolve", True, f"Propuesta: {live.get_kind_display().lower()}"))
        acts.append(NextAct("Retirar la propuesta", "drop_proposal"))
    else:
        acts.append(NextAct("Proponer la decisión", "propose", True))
        acts += ends
    if has_identity_review:
        acts.append(NextAct("Revisar la identidad", "identity"))
    acts.append(NextAct("Pedir un documento", "request_document", note="El plazo se detiene"))
    if adverse_facts(dossier, application):
        acts.append(NextAct("Abrir trámite de audiencia", "open_hearing", note="Hay datos que la persona no ha visto"))
    return acts


def history(dossier: Dossier) -> list[HistoryLine]:
    """Events of the dossier and of its application, newest first."""
    rows = list(events.events_of("dossier", str(dossier.public_id)))
    rows += list(events.events_of("application", str(dossier.application.public_id)))
    # What other administrations were asked is told by the checks themselves, with their reference.
    rows = [event for event in rows if event.kind != "interop.asked"]
    rows.sort(key=lambda event: (event.at, event.pk), reverse=True)
    refs = {event.actor_ref for event in rows if event.actor_kind == "staff"}
    names = {
        str(ref): name
        for ref, name in StaffMember.objects.filter(public_id__in=refs).values_list("public_id", "full_name")
    }
    return [
        HistoryLine(
            events.sentence(event) or event.kind,
            event.at,
            _byline(event, names),
            f"Para: {event.purpose}" if event.purpose else "",
        )
        for event in rows
    ]


def _byline(event: AuditEvent, names: dict[str, str]) -> str:
    if event.actor_kind == "staff":
        return names.get(event.actor_ref, "Personal")
    return {"citizen": "Persona interesada", "system": "Automático"}.get(event.actor_kind, "Sin identificar")
