"""The map of provinces, the rules, and moving one dossier."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import actor_of
from core.errors import AmparoError
from core.models import Office
from core.policies import require
from workflow.models import Dossier
from workflow.selectors.province_map import province_map
from workflow.selectors.provinces import STEPS, provinces, rules, simulated
from workflow.services import relocating
from workflow.share_of_arrivals import DAYS_LOOKED_BACK
from workflow.views.administration.forms import MoveForm, RuleForm
from workflow.views.office.page import act, form_page, page


def _allowed(request: HttpRequest) -> Any:
    actor = actor_of(request)
    require(actor, "relocation.manage")
    return actor


@page
def relocation(request: HttpRequest) -> HttpResponse:
    """Pending for each processor, province by province; the rules, each with its effect."""
    actor = _allowed(request)
    rows = provinces()
    listed = rules(actor, rows)
    moves = [(row.rule.from_office, row.rule.to_office, row.rule.share) for row in listed if row.may_end]
    context = {
        "map": province_map(rows.values(), moves),
        "rows": sorted(rows.values(), key=_heaviest),
        "rules": listed,
        "steps": STEPS,
        "days": DAYS_LOOKED_BACK,
    }
    return render(request, "workflow/administration/relocation.html", context)


def _heaviest(row: Any) -> tuple[bool, int, str]:
    """Where dossiers wait and nobody works first, then the most for each processor."""
    nobody = row.level == "nobody"
    return (not nobody, -(row.per_processor or 0), row.province)


@form_page
def new_rule(request: HttpRequest) -> HttpResponse:
    """Write a rule, see what it would do, publish it."""
    actor = _allowed(request)
    form = RuleForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "days": DAYS_LOOKED_BACK}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        origin, destination = _office(data["origin"]), _office(data["destination"])
        period = (data["from_on"], data["until_on"])
        try:
            relocating.check_rule(origin, destination, data["share"], period)
            if "send" in request.POST:
                relocating.publish_rule(origin, destination, data["share"], period, data["reason"], actor)
                messages.success(
                    request, "Regla publicada. Cuenta para los expedientes que lleguen desde su primer día."
                )
                return redirect("workflow:relocation")
        except AmparoError as error:
            _say(form, error)
        else:
            effect = simulated(origin, destination, data["share"], period, provinces())
            context |= {"effect": effect, "origin": origin, "destination": destination, "data": data}
    return render(request, "workflow/administration/rule_new.html", context)


def _office(public_id: str) -> Office:
    return Office.objects.get(public_id=public_id)


def _say(form: Any, error: AmparoError) -> None:
    if error.status == 403:
        raise error
    form.add_error(None, " ".join(part for part in (error.what, error.why, error.next_step) if part))


@act
def end_rule(request: HttpRequest, rule: str) -> HttpResponse:
    """Stop a rule now."""
    relocating.end_rule(str(rule), actor_of(request))
    messages.success(request, "Regla terminada. Los expedientes que movió siguen donde están.")
    return redirect("workflow:relocation")


@act
def return_unstarted(request: HttpRequest, rule: str) -> HttpResponse:
    """Bring back what nobody has begun."""
    done = relocating.return_unstarted(str(rule), actor_of(request))
    words = f"Devueltos: {done.moved}. Siguen allí, porque alguien los ha empezado: {done.stayed}."
    messages.success(request, words + (f" Quedan {done.left} por devolver: pulsa otra vez." if done.left else ""))
    return redirect("workflow:relocation")


@form_page
def move_one(request: HttpRequest) -> HttpResponse:
    """Move one dossier: its numbers and dates are shown, nothing of the person."""
    actor = _allowed(request)
    form = MoveForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        destination = _office(data["destination"])
        try:
            if "send" in request.POST:
                dossier = relocating.move_one(data["number"], destination, data["reason"], actor)
                messages.success(request, f"{dossier.number} lo tramita ahora {destination.name}.")
                return redirect("workflow:relocation")
            context |= {"dossier": _seen(data["number"]), "destination": destination}
        except AmparoError as error:
            _say(form, error)
    return render(request, "workflow/administration/move_one.html", context)


def _seen(number: str) -> Dossier:
    """Number, state, offices and legal date: what an administrator may see of a dossier."""
    rows = Dossier.objects.select_related("office", "competent_office").defer("applicant_name", "municipality")
    dossier = rows.filter(number=number.strip().upper()).first()
    if dossier is None:
        raise AmparoError("relocation.not_found")
    return dossier
