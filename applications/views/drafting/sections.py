"""The sections of a draft: address, account, and whatever the rules ask; and everything said, to be looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from applications import selectors, services
from applications.case import APPLICANT_REF, case_of
from applications.forms import AccountForm, AddressForm
from applications.models import Application
from applications.questions import UNIT, Group, form_of, group_of, groups_of, text_of
from applications.summary import said, summary_of
from applications.views.drafting.open_draft import OpenDraft, version_of
from core.errors import AmparoError
from core.forms import told
from rules import forms as rule_forms


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Where the unit lives."""
    application = draft.application
    initial = {**application.address, "province_code": application.province_code}
    form = AddressForm(request.POST or None, initial=initial)
    conflict = None
    if form.is_valid():
        try:
            services.save_section(
                application, "address", form.cleaned_data, actor=draft.actor, version=version_of(request)
            )
            return draft.onward()
        except AmparoError as error:
            conflict = _saved_now(application, error, lambda row: [("Domicilio", selectors.address_of(row).line)])
            told(form, error)
    context = {
        "form": form,
        "title": "¿Dónde vives?",
        "intro": "El domicilio donde vives con tu unidad de convivencia. Lo comparamos con el padrón.",
        "version": application.version,
        "conflict": conflict,
    }
    return draft.page(request, "applications/section.html", context)


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Where the money goes."""
    application = draft.application
    form = AccountForm(request.POST or None, initial={"iban": application.iban})
    conflict = None
    if form.is_valid():
        try:
            services.save_section(
                application, "account", form.cleaned_data, actor=draft.actor, version=version_of(request)
            )
            return draft.onward()
        except AmparoError as error:
            conflict = _saved_now(application, error, lambda row: [("IBAN", row.iban)])
            told(form, error, "iban" if error.code.startswith("identifier.") else None)
    context = {"form": form, "version": application.version, "conflict": conflict, "one_question": form["iban"]}
    return draft.page(request, "applications/section.html", context)


def questions(request: HttpRequest, draft: OpenDraft, section: str) -> HttpResponse:
    """The first group of a section that lacks something, or else its first."""
    groups = [group for group in groups_of(form_of(draft.application)) if group.section == section]
    if not groups:
        return draft.go("draft")
    chosen = next((group for group in groups if group.missing), groups[0])
    return draft.go("questions_group", section, chosen.ref)


@require_http_methods(["GET", "POST"])
def questions_group(request: HttpRequest, draft: OpenDraft, section: str, ref: str) -> HttpResponse:
    """One group of the rules' questions. Answers may bring more: the page comes back with them."""
    application = draft.application
    group = group_of(form_of(application), section, ref)
    if group is None:
        return draft.go("draft")
    fields = list(group.fields)
    form = rule_forms.question_form(fields, request.POST or None, initial=case_of(application))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            application = services.save_section(
                application,
                section,
                _patch(rule_forms.answers_of(form)),
                actor=draft.actor,
                version=version_of(request),
            )
            return _after_group(draft, application, section, ref)
        except AmparoError as error:
            conflict = _saved_now(application, error, lambda row: _answers_now(row, group))
            told(form, error)
    context = {
        "form": form,
        "title": _title(application, group),
        "version": application.version,
        "conflict": conflict,
        "sensitive": any(field.sensitive for field in fields),
        "from_simulation": _to_review(application, group),
        "one_question": form[next(iter(form.fields))] if len(form.fields) == 1 else None,
        "reasons": list(dict.fromkeys(field.why for field in fields if field.why)),
    }
    return draft.page(request, "applications/section.html", context)


def _patch(answers: dict[str, Any]) -> dict[str, Any]:
    """The contract's partial case as `save_section` takes it: members by reference."""
    members = {member["ref"]: member for member in answers.get("members", [])}
    return {"unit": answers.get("unit", {}), "members": members}


def _after_group(draft: OpenDraft, application: Application, section: str, ref: str) -> HttpResponse:
    groups = [group for group in groups_of(form_of(application)) if group.section == section and group.missing]
    if not groups:
        return draft.onward()
    chosen = next((group for group in groups if group.ref == ref), groups[0])
    return draft.go("questions_group", section, chosen.ref)


def _title(application: Application, group: Group) -> str:
    if group.ref in (UNIT, APPLICANT_REF):
        return str(text_of(application).sections.get(group.section, group.section))
    member = application.members.filter(ref=group.ref).first()
    return f"Sobre {member.first_name}" if member and member.first_name else "Sobre esta persona"


def _to_review(application: Application, group: Group) -> bool:
    owner = "/unit" if group.ref == UNIT else f"/members/{group.ref}"
    return any(f"{owner}/{field.name}" in application.answers_to_review for field in group.fields)


def _saved_now(application: Application, error: AmparoError, rows: Any) -> list[tuple[str, str]] | None:
    """After a change in another window, what is saved now, beside what was typed; None for other errors."""
    if error.code != "application.changed_elsewhere":
        return None
    application.refresh_from_db()
    return list(rows(application))


def _answers_now(application: Application, group: Group) -> list[tuple[str, str]]:
    case = case_of(application)
    facts = case["unit"]
    if group.ref != UNIT:
        facts = next((member for member in case["members"] if member["ref"] == group.ref), {})
    return [(field.label, said(field, facts.get(field.name))) for field in group.fields]


def review(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Everything said, in blocks, each with *Cambiar*."""
    context = {
        "sections": summary_of(draft.application, draft.address),
        "ready": services.completeness(draft.application).ready_to_sign,
        "live_number": selectors.live_application_number(draft.application),
    }
    return draft.page(request, "applications/review.html", context)
