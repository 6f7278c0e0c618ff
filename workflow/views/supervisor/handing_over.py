"""Choosing dossiers, seeing how they would be shared out, and confirming it with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import Actor, actor_of
from core.errors import AmparoError
from core.forms import told
from core.models import Office, StaffMember
from core.policies import require
from workflow import handover_plan, services
from workflow.forms import ReasonForm
from workflow.handover_plan import MOST_AT_ONCE, Plan
from workflow.models import Dossier, HandoverCause
from workflow.selectors.queue import FLAG_NAMES
from workflow.selectors.supervised import (
    AGES,
    DUE,
    STATES,
    UNASSIGNED,
    Pick,
    first_ids,
    names_of,
    picked,
    supervised_row,
    with_details,
)
from workflow.selectors.takers import by_name, takers_of
from workflow.services.supervising import find_member
from workflow.views.office.page import form_page, page
from workflow.views.supervisor.page import office_of, office_with, surroundings

PER_PAGE = 50
BY_RULE = "reparto"


@page
def supervised(request: HttpRequest) -> HttpResponse:
    """Open dossiers of the directorate, to look through and to choose from."""
    office = office_of(request)
    return _list(request, office, Pick.read(request.GET))


def _list(
    request: HttpRequest, office: Office, pick: Pick, chosen: set[str] | None = None, error: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    takers = takers_of(office)
    loads = {taker.id: taker for taker in takers}
    rows = picked(actor, office, pick)
    page_shown = Paginator(with_details(rows), PER_PAGE).get_page(request.GET.get("pagina"))
    context = surroundings(request, office, "supervised") | {
        "pick": pick,
        "filters": _filters(actor, office, pick),
        "page": page_shown,
        "rows": [supervised_row(dossier) for dossier in page_shown],
        "chosen": chosen or set(),
        "error": error,
        "most": MOST_AT_ONCE,
        "takers": [
            (str(member.public_id), member.full_name, loads[member.pk].load)
            for member in sorted(
                StaffMember.objects.filter(pk__in=[one.id for one in takers if not one.absent]),
                key=lambda member: by_name(member.full_name),
            )
        ],
        "by_rule": BY_RULE,
    }
    return render(request, "workflow/supervisor/dossiers.html", context, status=400 if error else 200)


def _filters(actor: Actor, office: Office, pick: Pick) -> list[dict[str, Any]]:
    """The lists above the table: name, label, choices and what is chosen."""
    holders = picked(actor, office, Pick()).exclude(assignee=None).order_by().values("assignee_id").distinct()
    people = [(UNASSIGNED, "Sin asignar"), *names_of(holders)]
    lists = (
        ("persona", "Quién lo tiene", people),
        ("estado", "Estado", STATES),
        ("plazo", "Fecha legal", DUE),
        ("edad", "Antigüedad", AGES),
        ("aviso", "Aviso", list(FLAG_NAMES.items())),
    )
    return [
        {"name": name, "label": label, "choices": choices, "value": getattr(pick, name)}
        for name, label, choices in lists
    ]


@form_page
def reassign(request: HttpRequest) -> HttpResponse:
    """What the chosen dossiers would do to each person's load, and then the act itself."""
    office = office_of(request)
    pick = Pick.read(request.POST)
    if request.method != "POST":
        return redirect("workflow:supervised")
    if "token" in request.POST:
        return _confirm(request, office, "Repartir expedientes", "workflow:supervised")
    chosen = request.POST.getlist("dossier")
    ids = first_ids(picked(actor_of(request), office, pick)) if "todos" in request.POST else _chosen(request, chosen)
    to = request.POST.get("to", "")
    if not ids or not to:
        error = "Elige a quién se dan." if ids else "No has marcado ningún expediente."
        return _list(request, office, pick, set(chosen), error)
    try:
        plan = handover_plan.plan(office, ids, None if to == BY_RULE else _receiver(request, to))
    except AmparoError as failure:
        if failure.status in (403, 404):
            raise
        return _list(request, office, pick, set(chosen), f"{failure.what} {failure.next_step}")
    return _preview(request, office, plan, ReasonForm(), "Repartir expedientes")


def _chosen(request: HttpRequest, refs: list[str]) -> list[int]:
    """The dossiers ticked. One of another directorate is never offered: whoever sends it is refused."""
    actor = actor_of(request)
    rows = Dossier.objects.filter(public_id__in=[ref for ref in refs if _is_uuid(ref)]).select_related("office")
    for dossier in rows:
        require(actor, "dossier.reassign", dossier)
    return [dossier.pk for dossier in rows]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _receiver(request: HttpRequest, ref: str) -> StaffMember:
    member = find_member(ref)
    require(actor_of(request), "processor.manage", member)
    return member


def _preview(request: HttpRequest, office: Office, plan: Plan, form: Any, title: str, **more: Any) -> HttpResponse:
    context = surroundings(request, office, more.pop("here", "supervised"), title) | {
        "plan": plan,
        "token": plan.sign() if plan.moves else "",
        "form": form,
        "title": title,
        "back": request.GET.get("volver", ""),
        **more,
    }
    return render(request, "workflow/supervisor/preview.html", context)


def _confirm(request: HttpRequest, office: Office, title: str, then: str, **more: Any) -> HttpResponse:
    """Do what was shown; where the reason is missing, show it anew."""
    plan = handover_plan.signed(request.POST["token"])
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            done = services.hand_over(plan, form.cleaned_data["reason"], actor_of(request))
        except AmparoError as error:
            if error.code != "act.reason_needed":
                raise
            told(form, error, "reason")
        else:
            _say(request, done.moved, done.skipped)
            return redirect(then)
    ids = Dossier.objects.filter(public_id__in=[move.dossier for move in plan.moves]).values_list("pk", flat=True)
    to = None if plan.by_rule else StaffMember.objects.filter(public_id=plan.moves[0].to).first()
    return _preview(request, office, handover_plan.plan(office, list(ids), to, plan.cause), form, title, **more)


def _say(request: HttpRequest, moved: int, skipped: int) -> None:
    what = "1 expediente ha cambiado" if moved == 1 else f"{moved} expedientes han cambiado"
    messages.success(request, f"{what} de manos. Hemos avisado a las personas afectadas.")
    if skipped:
        left = "1 expediente no se ha movido" if skipped == 1 else f"{skipped} expedientes no se han movido"
        messages.warning(request, f"{left}: cambió mientras mirabas la vista previa. Revísalo y repite si hace falta.")


@form_page
def hand_over_all(request: HttpRequest, member: UUID) -> HttpResponse:
    """*¿Repartir sus 42 expedientes?*: everything in one person's hands, by the rule."""
    person = find_member(member)
    office = office_with(request, person)
    plan = handover_plan.plan(office, handover_plan.in_hands_of(person, office), None, HandoverCause.ABSENCE)
    number = len(plan.moves)
    title = f"¿Repartir {'su expediente' if number == 1 else f'sus {number} expedientes'}?"
    more = {
        "person": person,
        "here": "board",
        "absence": person.absences.filter(ended_at=None).order_by("until_on").last(),
    }
    if "token" in request.POST:
        return _confirm(request, office, title, "workflow:board", **more)
    return _preview(request, office, plan, ReasonForm(), title, **more)
