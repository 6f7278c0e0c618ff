"""The draft's task list and its sections: address, account, and whatever the rules ask."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import selectors, services
from applications.case import APPLICANT_REF, case_of
from applications.forms import AccountForm, AddressForm, ConfirmForm, told
from applications.models import Application
from applications.questions import UNIT, Group, form_of, group_of, groups_of, text_of
from applications.summary import said
from applications.tasklist import tasks_of
from applications.views.citizen.session import actor_for, close_session, draft_page, version_of
from core.errors import AmparoError
from rules import forms as rule_forms


@draft_page
def draft(request: HttpRequest, application: Application) -> HttpResponse:
    """The task list: what is done, what is missing, what we find out ourselves."""
    state = services.completeness(application)
    context = {
        "application": application,
        "tasks": tasks_of(application, state),
        "ready": state.ready_to_sign,
        "to_review": len(application.answers_to_review),
        "live_number": selectors.live_application_number(application),
        "stopped_by": state.form.reasons.get(state.form.stopped_by, "") if state.form.stopped_by else "",
    }
    return render(request, "applications/draft.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def address(request: HttpRequest, application: Application) -> HttpResponse:
    """Where the unit lives."""
    initial = {**application.address, "province_code": application.province_code}
    form = AddressForm(request.POST or None, initial=initial)
    conflict = None
    if form.is_valid():
        try:
            services.save_section(
                application, "address", form.cleaned_data, actor=actor_for(application), version=version_of(request)
            )
            return redirect("applications:draft")
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
    return render(request, "applications/section.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def account(request: HttpRequest, application: Application) -> HttpResponse:
    """Where the money goes."""
    form = AccountForm(request.POST or None, initial={"iban": application.iban})
    conflict = None
    if form.is_valid():
        try:
            services.save_section(
                application, "account", form.cleaned_data, actor=actor_for(application), version=version_of(request)
            )
            return redirect("applications:draft")
        except AmparoError as error:
            conflict = _saved_now(application, error, lambda row: [("IBAN", row.iban)])
            told(form, error, "iban" if error.code.startswith("identifier.") else None)
    context = {"form": form, "version": application.version, "conflict": conflict, "one_question": form["iban"]}
    return render(request, "applications/section.html", context)


@draft_page
def questions(request: HttpRequest, application: Application, section: str) -> HttpResponse:
    """The first group of a section that lacks something, or else its first."""
    groups = [group for group in groups_of(form_of(application)) if group.section == section]
    if not groups:
        return redirect("applications:draft")
    chosen = next((group for group in groups if group.missing), groups[0])
    return redirect("applications:questions_group", section=section, ref=chosen.ref)


@require_http_methods(["GET", "POST"])
@draft_page
def questions_group(request: HttpRequest, application: Application, section: str, ref: str) -> HttpResponse:
    """One group of the rules' questions. Answers may bring more: the page comes back with them."""
    group = group_of(form_of(application), section, ref)
    if group is None:
        return redirect("applications:draft")
    fields = list(group.fields)
    form = rule_forms.question_form(fields, request.POST or None, initial=case_of(application))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            application = services.save_section(
                application,
                section,
                _patch(rule_forms.answers_of(form)),
                actor=actor_for(application),
                version=version_of(request),
            )
            return _after_group(application, section, ref)
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
    return render(request, "applications/section.html", context)


def _patch(answers: dict[str, Any]) -> dict[str, Any]:
    """The contract's partial case as `save_section` takes it: members by reference."""
    members = {member["ref"]: member for member in answers.get("members", [])}
    return {"unit": answers.get("unit", {}), "members": members}


def _after_group(application: Application, section: str, ref: str) -> HttpResponse:
    groups = [group for group in groups_of(form_of(application)) if group.section == section and group.missing]
    if not groups:
        return redirect("applications:draft")
    chosen = next((group for group in groups if group.ref == ref), groups[0])
    return redirect("applications:questions_group", section=section, ref=chosen.ref)


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


@require_http_methods(["GET", "POST"])
@draft_page
def delete(request: HttpRequest, application: Application) -> HttpResponse:
    """Delete the draft, after saying what it means."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST":
        services.delete_draft(application, actor=actor_for(application))
        close_session(request)
        messages.success(request, "Hemos borrado tu borrador y todos sus datos y archivos.")
        return redirect("applications:home")
    return render(request, "applications/delete.html", {"form": form})
