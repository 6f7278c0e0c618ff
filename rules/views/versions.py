"""The list of versions, a new one, one version with all about it, and the acts of its author."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import actor_of
from core.errors import AmparoError
from core.office_pages import act, form_page, in_words, page
from core.policies import may
from rules.models import TextVersion, TextVersionState
from rules.publishing import drafts, selectors, signing, trying
from rules.publishing.rows import Reference, version_of
from rules.views.forms import NewVersionForm, NoteForm

BENEFIT = "imv"
_FOLDER = "rules/publishing/"


def say(form: Any, error: AmparoError) -> None:
    """A verb's refusal, in its form; what is no matter of the form goes on."""
    if error.status not in (400, 409):
        raise error
    form.add_error(None, in_words(error))


def frame(request: HttpRequest, version: TextVersion, tab: str) -> dict[str, Any]:
    """What every page of a version shows: what it is, where it stands, what this reader may do."""
    actor = actor_of(request)
    trial = version.trial or version.trials.order_by("-pk").first()
    draft = version.state == TextVersionState.DRAFT
    return {
        "version": version,
        "tab": tab,
        "row": next(one for one in selectors.versions(actor, version.benefit) if one.version.pk == version.pk),
        "copied_from": drafts.copied_from_title(version.based_on_hash),
        "trial": trial,
        "trial_stands": version.trial is not None or (draft and signing.finished_trial(version) is not None),
        "may_write": draft and may(actor, "text_version.write", version),
        "may_review": version.state == TextVersionState.PROPOSED and may(actor, "text_version.review", version),
        "may_withdraw": version.state != TextVersionState.WITHDRAWN,
        "warnings": signing.warnings_of(version) if version.state == TextVersionState.PROPOSED else [],
    }


@page("text_version.manage")
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, with the days it counts."""
    rows = selectors.versions(actor_of(request), BENEFIT)
    context = {"rows": rows, "release": selectors.release(BENEFIT), "benefit": BENEFIT}
    return render(request, _FOLDER + "versions.html", context)


@form_page("text_version.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Copy what counts on a day into a draft."""
    first_day = drafts.suggested_first_day()
    suggested = {"title": f"Cuantías {first_day.year}", "valid_from": first_day, "copy_year": "yes"}
    form = NewVersionForm(request.POST or None, initial=suggested)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = (BENEFIT, data["title"], data["valid_from"], data["reason"], actor_of(request))
        try:
            version = drafts.create(*given, copy_year=data["copy_year"] == "yes")
        except AmparoError as error:
            say(form, error)
        else:
            messages.success(request, "Borrador creado. Nadie lo usa hasta que otra persona lo firme.")
            return redirect("rules:version_amounts" if version.pending else "rules:version", version.public_id)
    return render(request, _FOLDER + "version_new.html", {"form": form})


@page("text_version.manage")
def version(request: HttpRequest, reference: Reference) -> HttpResponse:
    """One version: what is left to do, what it changes, what happened to it."""
    found = version_of(reference)
    context = frame(request, found, "version")
    context |= {"differences": selectors.differences(found), "events": selectors.history(found)}
    return render(request, _FOLDER + "version.html", context)


@page("text_version.manage")
def trial(request: HttpRequest, reference: Reference) -> HttpResponse:
    """What the last trial found, or how far it has come."""
    found = version_of(reference)
    context = frame(request, found, "version_trial")
    if context["trial"]:
        context["parts"] = selectors.parts_of_trial(context["trial"].report, context["trial"].plan)
    return render(request, _FOLDER + "trial.html", context)


@act("text_version.manage")
def try_it(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Have the worker try it."""
    trying.request_trial(reference, actor_of(request))
    messages.success(request, "Prueba pedida. Puedes seguir con otra cosa: la hace el sistema.")
    return redirect("rules:version_trial", reference)


@act("text_version.manage")
def propose(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Ask for the signature of what the page showed."""
    revision = request.POST.get("revision", "")
    signing.propose(reference, int(revision) if revision.isdecimal() else 0, actor_of(request))
    messages.success(request, "Propuesta. La revisa otra persona de la administración central.")
    return redirect("rules:version", reference)


@form_page("text_version.manage")
def withdraw(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Give it up, saying why."""
    found = version_of(reference)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.withdraw(reference, form.cleaned_data["reason"], actor_of(request))
        except AmparoError as error:
            say(form, error)
        else:
            messages.success(request, "Versión retirada. No contará.")
            return redirect("rules:version", reference)
    return render(request, _FOLDER + "withdraw.html", {"form": form, "version": found})
