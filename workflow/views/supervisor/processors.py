"""A processor's absences and terms, and the directorate's policy with its effect."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actors import actor_of
from core.errors import AmparoError
from core.forms import told
from core.models import Office, StaffMember
from workflow import services
from workflow.fair_share import SKILLS, Taker
from workflow.forms import AbsenceForm, AutomaticForm, TermsForm
from workflow.models import AssignmentTerms
from workflow.selectors.takers import REHEARSED, by_name, is_automatic, loads_of, rehearsal, takers_of
from workflow.services.supervising import find_member
from workflow.views.office.page import act, form_page
from workflow.views.supervisor.page import office_of, office_with, surroundings


@form_page
def absence(request: HttpRequest, member: UUID) -> HttpResponse:
    """The days somebody is away; then what to do with what they have."""
    person = find_member(member)
    office = office_with(request, person)
    form = AbsenceForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_absence(
                person, form.cleaned_data["from_on"], form.cleaned_data["until_on"], actor_of(request)
            )
        except AmparoError as error:
            if error.status == 403:
                raise
            told(form, error, "until_on")
        else:
            messages.success(request, f"Ausencia anotada. {person.full_name} no recibirá expedientes esos días.")
            held = loads_of([person.pk]).get(person.pk, 0)
            return redirect("workflow:hand_over_all", person.public_id) if held else redirect("workflow:board")
    title = f"Ausencia de {person.full_name}"
    context = surroundings(request, office, "board", title) | {"form": form, "person": person, "title": title}
    return render(request, "workflow/supervisor/absence.html", context)


@act
def end_absence(request: HttpRequest, member: UUID) -> HttpResponse:
    """They are back before it was said."""
    person = find_member(member)
    services.end_absence(person, actor_of(request))
    messages.success(request, f"{person.full_name} vuelve a recibir expedientes.")
    return redirect("workflow:board")


@dataclass(frozen=True)
class EffectRow:
    """How many of the next dossiers one person would get on today's terms and, where they are rehearsed, on others."""

    name: str
    public_id: UUID
    taker: Taker
    tried: Taker | None
    now: int
    then: int | None

    @property
    def differs(self) -> bool:
        """Whether the other terms change anything for this person."""
        return self.then is not None and self.then != self.now


@dataclass(frozen=True)
class Effect:
    """The next dossiers, person by person; `without` are those nobody could take."""

    rows: tuple[EffectRow, ...]
    without_now: int
    without_then: int | None


def effect_of(office: Office, other: Taker | None = None) -> Effect:
    """Rehearse with the same rule that assigns; `other` replaces one person's terms."""
    takers = takers_of(office)
    now = _received(office, takers)
    then = _received(office, [_on_terms(taker, other) for taker in takers]) if other else None
    members = StaffMember.objects.in_bulk([taker.id for taker in takers])
    rows = [
        EffectRow(
            members[taker.id].full_name,
            members[taker.id].public_id,
            taker,
            other if other and other.id == taker.id else None,
            now.get(taker.id, 0),
            then.get(taker.id, 0) if then is not None else None,
        )
        for taker in takers
    ]
    return Effect(tuple(sorted(rows, key=lambda row: by_name(row.name))), now[0], then[0] if then is not None else None)


def _on_terms(taker: Taker, other: Taker | None) -> Taker:
    if other is None or taker.id != other.id:
        return taker
    return replace(taker, weight=other.weight, cap=other.cap, skills=other.skills)


def _received(office: Office, takers: list[Taker]) -> dict[int, int]:
    """How many each would get; under 0, how many would wait."""
    found = {0: 0}
    for choice in rehearsal(office, takers):
        key = choice.taker.id if choice.taker else 0
        found[key] = found.get(key, 0) + 1
    return found


@form_page
def assignment_policy(request: HttpRequest) -> HttpResponse:
    """Automatic or by hand, everybody's terms, and how the next dossiers would go."""
    office = office_of(request)
    form = AutomaticForm(request.POST or None, initial={"automatic": is_automatic(office)})
    context = surroundings(request, office, "assignment_policy")
    if request.method == "POST" and form.is_valid():
        automatic = form.cleaned_data["automatic"]
        services.set_automatic(office, automatic, actor_of(request))
        said = (
            "encendido: los que esperaban se reparten ya"
            if automatic
            else "apagado: los nuevos esperan a que los des tú"
        )
        messages.success(request, f"Reparto automático {said}.")
        return redirect(request.path + context["query"])
    context |= {
        "form": form,
        "automatic": is_automatic(office),
        "effect": effect_of(office),
        "skills": SKILLS,
        "rehearsed": REHEARSED,
    }
    return render(request, "workflow/supervisor/policy.html", context)


@form_page
def terms(request: HttpRequest, member: UUID) -> HttpResponse:
    """Share, cap and specialities of one person; *Ver el efecto* shows it without saving."""
    person = find_member(member)
    office = office_with(request, person)
    current = AssignmentTerms.objects.filter(office=office, staff=person).first() or AssignmentTerms()
    form = TermsForm(
        request.POST or None, initial={"weight": current.weight, "cap": current.cap, "skills": current.skills}
    )
    effect = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "save" in request.POST:
            services.set_terms(office, person, data["weight"], data["cap"], data["skills"], actor_of(request))
            messages.success(
                request, f"Condiciones de {person.full_name} guardadas. Valen desde el próximo expediente."
            )
            return redirect("workflow:assignment_policy")
        wanted = Taker(person.pk, weight=data["weight"], cap=data["cap"], skills=frozenset(data["skills"]))
        effect = effect_of(office, wanted)
    title = f"Condiciones de {person.full_name}"
    context: dict[str, Any] = surroundings(request, office, "assignment_policy", title)
    context |= {"form": form, "person": person, "title": title, "effect": effect}
    context |= {"rehearsed": REHEARSED, "skills": SKILLS}
    return render(request, "workflow/supervisor/terms.html", context)
