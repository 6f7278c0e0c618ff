"""Granting a role, confirming or refusing a grant, and ending a role."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import staffing
from core.actors import actor_of
from core.models import StaffRole
from core.office_pages import act, form_page
from core.staffing import selectors
from core.staffing.rows import person as person_of
from core.staffing.rows import role as role_of
from identity.views.administration.forms import GrantForm, ReasonForm
from identity.views.administration.page import done


@form_page("staff.manage")
def grant(request: HttpRequest, reference: str) -> HttpResponse:
    """Role, office and dates; it counts when somebody else confirms it."""
    member = person_of(reference)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        period = (data["valid_from"], data["valid_to"])
        given = (member.public_id, data["role"], data["office"], period, data["reason"])
        if done(form, staffing.grant, *given, actor_of(request)):
            messages.success(request, "Puesto concedido. Cuenta cuando otra persona lo confirme.")
            return redirect("administration:person", member.public_id)
    return render(request, "identity/administration/grant.html", {"form": form, "member": member})


@act("staff.manage")
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The second person says yes."""
    held = staffing.confirm_grant(reference, actor_of(request))
    messages.success(request, f"Confirmado: {held.staff.full_name}, {held.get_role_display()}, {held.office.name}.")
    return redirect("administration:pending")


def _with_reason(
    request: HttpRequest, reference: str, verb: Callable[..., StaffRole], words: dict[str, Any]
) -> HttpResponse:
    held = role_of(reference)
    form = ReasonForm(request.POST or None)
    posted = request.method == "POST" and form.is_valid()
    if posted and done(form, verb, reference, form.cleaned_data["reason"], actor_of(request)):
        messages.success(request, words["done"])
        return redirect("administration:person", held.staff.public_id)
    row = selectors.role_row(held, actor_of(request))
    return render(request, "identity/administration/role_end.html", {"form": form, "row": row, **words})


@form_page("staff.manage")
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no to a grant, or take one's own back, and why."""
    words = {
        "title": "Rechazar el puesto",
        "text": "El puesto no llegará a contar. Quien lo concedió verá el motivo.",
        "button": "Rechazar",
        "done": "Puesto rechazado.",
    }
    return _with_reason(request, reference, staffing.refuse_grant, words)


@form_page("staff.manage")
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """End a role now, and why."""
    words = {
        "title": "Terminar el puesto",
        "text": "Deja de contar ahora mismo. Si la persona está dentro, su próxima página ya no se abrirá.",
        "button": "Terminar ahora",
        "done": "Puesto terminado.",
    }
    return _with_reason(request, reference, staffing.end_role, words)
