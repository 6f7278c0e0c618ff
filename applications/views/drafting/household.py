"""Who asks and who they live with; each person's identity is asked of the police when their page is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import services
from applications.case import APPLICANT_REF, birth_date_of, case_of, member_facts, ordered_members
from applications.forms import PersonForm
from applications.models import Application, Member, PoliceState
from applications.questions import person_fields
from applications.services.completeness import person_complete
from applications.services.rows import member_of
from applications.summary import relation_label
from applications.types import PersonDetails
from applications.views.drafting.open_draft import OpenDraft, version_of
from core.errors import AmparoError
from core.forms import told
from rules import forms as rule_forms

# mark, words: how the police's answer is shown. It never blocks.
POLICE_WORDS: dict[str, tuple[str, str]] = {
    PoliceState.PENDING: ("question", "Sin comprobar todavía"),
    PoliceState.MATCH: ("tick", "Comprobado"),
    PoliceState.DIFFERS: ("warning", "No coincide: revisa {fields}"),
    PoliceState.NOT_FOUND: ("warning", "No coincide: revisa el número del documento"),
    PoliceState.DOWN: ("clock", "No hemos podido comprobarlo ahora; seguiremos intentándolo"),
}
FIELD_WORDS = {
    "first_name": "el nombre",
    "first_surname": "el primer apellido",
    "second_surname": "el segundo apellido",
    "birth_date": "la fecha de nacimiento",
    "expires_on": "la fecha de caducidad",
    "document_kind": "el tipo de documento",
    "number": "el número",
}


def police_words(member: Member) -> tuple[str, str]:
    """Icon and sentence of what the police said of a person."""
    mark, text = POLICE_WORDS[member.police_state]
    fields = [FIELD_WORDS.get(name, name) for name in member.police_differences]
    return mark, text.format(fields=" y ".join(fields) or "los datos")


def age_of(application: Application, ref: str) -> str:
    """Age today, in words; empty when the date of birth is not known."""
    born = birth_date_of(application, ref)
    if born is None:
        return ""
    today = timezone.localdate()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if years < 1:
        return "menos de 1 año"
    return f"{years} año{'' if years == 1 else 's'}"


@require_http_methods(["GET", "POST"])
def personal(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The applicant's own page."""
    return _person_page(request, draft, APPLICANT_REF, "draft")


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The small family picture; saying it is whole."""
    if request.method == "POST":
        services.confirm_household(draft.application, actor=draft.actor)
        return draft.onward()
    people = [_card(draft, member) for member in ordered_members(draft.application)]
    incomplete = [card["name"] for card in people if not card["complete"]]
    return draft.page(request, "applications/household.html", {"people": people, "incomplete": incomplete})


def _card(draft: OpenDraft, member: Member) -> dict[str, Any]:
    application, own, you = draft.application, member.ref == APPLICANT_REF, not draft.in_person
    known = [police_words(member)] if member.document_number else [("question", "Faltan sus datos")]
    if own and you and not member.document_number:
        known = [("question", "Faltan tus datos")]
    relation = relation_label(application, member.ref)
    if own:
        relation = "Tú, quien solicita" if you else "Quien solicita"
    return {
        "name": member.full_name or ("Tú" if own and you else "Persona sin nombre todavía"),
        "relation": relation,
        "age": age_of(application, member.ref),
        "known": known,
        "complete": person_complete(application, member),
        "change": draft.address("personal") if own else draft.address("member", member.ref),
        "remove": "" if own else draft.address("member_remove", member.ref),
    }


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """One more person."""
    return _person_page(request, draft, "", "household")


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, draft: OpenDraft, ref: str) -> HttpResponse:
    """Somebody's data."""
    member_of(draft.application, ref)
    return _person_page(request, draft, ref, "household")


def _person_page(request: HttpRequest, draft: OpenDraft, ref: str, back: str) -> HttpResponse:
    """The six fields, and what the rules ask of a person first: relation and date of birth."""
    application = draft.application
    fields = person_fields(application, ref)
    member = member_of(application, ref) if ref else Member()
    person = PersonForm(
        request.POST or None,
        initial={name: getattr(member, name) for name in PersonForm.base_fields},
        # Browsers know the data of who sits before them, not those of anybody else.
        whose="applicant" if ref == APPLICANT_REF and not draft.in_person else "",
    )
    facts = rule_forms.question_form(fields, request.POST or None, initial=case_of(application))
    for field in facts.fields.values():
        field.label = f"{field.label} *" if field.required else field.label
    conflict = None
    if request.method == "POST" and person.is_valid() and facts.is_valid():
        try:
            saved = _save(request, draft, ref, person, rule_forms.answers_of(facts))
        except AmparoError as error:
            if error.code == "application.changed_elsewhere":
                application.refresh_from_db()
                conflict = _conflict(application, ref)
            told(person, error, _field_of(error))
        else:
            _tell_identity(request, services.check_member_identity(application, saved.ref))
            return draft.onward() if back == "draft" else draft.go(back)
    context = {
        "form": person if person.errors else facts,
        "person": person,
        "facts": facts,
        "own": ref == APPLICANT_REF,
        "adding": not ref,
        "member": member,
        "police": police_words(member) if member.document_number else None,
        "version": application.version,
        "conflict": conflict,
        "back": draft.address(back),
    }
    return draft.page(request, "applications/person.html", context)


def _save(request: HttpRequest, draft: OpenDraft, ref: str, person: PersonForm, patch: dict[str, Any]) -> Member:
    details = PersonDetails(**{name: person.cleaned_data[name] for name in PersonForm.base_fields})
    facts = _facts_of(patch)
    application, version = draft.application, version_of(request)
    if not ref:
        return services.add_member(application, details, facts, actor=draft.actor, version=version)
    return services.change_member(application, ref, details, facts, actor=draft.actor, version=version)


def _facts_of(patch: dict[str, Any]) -> dict[str, Any]:
    """The facts of the one person whose questions the form held."""
    members = patch.get("members", [])
    return {name: value for member in members for name, value in member.items() if name != "ref"}


def _field_of(error: AmparoError) -> str | None:
    if error.code.startswith("identifier.") or error.code == "member.repeated_document":
        return "document_number"
    return "document_expires_on" if error.code == "member.expired_document" else None


def _conflict(application: Application, ref: str) -> list[tuple[str, str]]:
    """What is saved now, to be read beside what was typed."""
    if not ref:
        return [("Personas guardadas", ", ".join(m.full_name or "sin nombre" for m in ordered_members(application)))]
    member = application.members.filter(ref=ref).first()
    if member is None:
        return [("Esta persona", "Se quitó en otra ventana")]
    facts = member_facts(application, ref)
    return [
        ("Nombre y apellidos", member.full_name),
        ("Documento", member.document_number),
        ("Fecha de nacimiento", str(facts.get("birth_date", "—"))),
    ]


def _tell_identity(request: HttpRequest, member: Member) -> None:
    _, words = police_words(member)
    name = member.first_name
    if member.police_state == PoliceState.MATCH:
        messages.success(request, f"Guardado. Identidad de {name}: comprobada con la Policía.")
    else:
        messages.info(request, f"Guardado. Identidad de {name}: {words[0].lower()}{words[1:]}. Puedes seguir.")


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, draft: OpenDraft, ref: str) -> HttpResponse:
    """Take somebody out, after saying what changes with it."""
    member = member_of(draft.application, ref)
    if request.method == "POST":
        services.remove_member(draft.application, ref, actor=draft.actor, version=version_of(request))
        messages.success(request, f"Hemos quitado a {member.first_name or 'esa persona'}.")
        return draft.go("household")
    context = {"member": member, "version": draft.application.version}
    return draft.page(request, "applications/member_remove.html", context)
