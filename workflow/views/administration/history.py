"""Everything that happened, newest first, and whether its chain is whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import audit_log, events
from core.actors import actor_of
from core.models import AuditEvent, EventChain, StaffMember
from core.policies import require
from workflow.models import Dossier
from workflow.selectors.office_log import numbers_of
from workflow.views.administration.forms import HistoryForm
from workflow.views.office.page import page

CHECKED = 300
"""Links of the chain that are checked again each time somebody looks; the whole chain has its own command."""


@page
def full_history(request: HttpRequest) -> HttpResponse:
    """Every event of every room, by day, matter, person of the staff and dossier."""
    require(actor_of(request), "history.read_all")
    form = HistoryForm(request.GET or None)
    filters = _filters(form)
    log = audit_log.read(filters, before=request.GET.get("antes", ""))
    numbers = numbers_of(log.lines)
    older = request.GET.copy()
    older["antes"] = log.older
    context = {
        "form": form,
        "lines": [(line, ("", numbers.get(line.subject_ref, ("", ""))[1])) for line in log.lines],
        "older": older.urlencode() if log.older else "",
        "later": "antes" in request.GET,
        "chain": _chain(),
    }
    return render(request, "workflow/administration/history.html", context)


def _filters(form: HistoryForm) -> audit_log.Filters:
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    actor, subject = "", ""
    if data.get("empleado"):
        member = StaffMember.objects.filter(employee_number__iexact=data["empleado"].strip()).first()
        actor = _ref(form, "empleado", member, "No hay nadie con ese número de empleado.")
    if data.get("expediente"):
        dossier = Dossier.objects.filter(number=data["expediente"].strip().upper()).only("public_id").first()
        subject = _ref(form, "expediente", dossier, "No hay ningún expediente con ese número.")
    return audit_log.Filters(
        from_on=data.get("desde"),
        until_on=data.get("hasta"),
        group=data.get("asunto", ""),
        actor_ref=actor,
        subject_ref=subject,
    )


def _ref(form: HistoryForm, field: str, found: Any, words: str) -> str:
    if found is None:
        form.add_error(field, words)
        return "none"
    return str(found.public_id)


def _chain() -> dict[str, Any]:
    """How long the chain is, what waits to join it, and whether its latest links hold."""
    head = EventChain.objects.filter(pk=1).first()
    return {
        "length": head.position if head else 0,
        "waiting": AuditEvent.objects.filter(position=None).count(),
        "faults": len(list(events.verify(last=CHECKED))),
        "checked": CHECKED,
    }
