"""The second administrator: sees what changes, and signs it or sends it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import actor_of
from core.errors import AmparoError
from core.office_pages import form_page
from core.policies import require
from rules.publishing import selectors, signing
from rules.publishing.rows import Reference, version_of
from rules.views.forms import ReviewForm
from rules.views.versions import frame, say


@form_page("text_version.manage")
def review(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Differences, trial and warnings together, with the two answers."""
    version, actor = version_of(reference), actor_of(request)
    require(actor, "text_version.review", version)
    warnings = signing.warnings_of(version)
    form = ReviewForm(request.POST or None, initial={"revision": version.revision}, warnings=bool(warnings))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = (reference, data["revision"], data["note"], actor)
        try:
            if "return" in request.POST:
                signing.send_back(*given)
                messages.success(request, "Devuelta a quien la escribió, con tu nota.")
            else:
                signing.publish(*given, seen_warnings=bool(data.get("seen")))
                messages.success(request, "Publicada. Nadie puede cambiarla ya.")
        except AmparoError as error:
            say(form, error)
        else:
            return redirect("rules:version", reference)
    context = frame(request, version, "version_review")
    trial = context["trial"]
    context |= {
        "form": form,
        "warnings": warnings,
        "differences": selectors.differences(version),
        "parts": selectors.parts_of_trial(trial.report, trial.plan) if trial else [],
    }
    return render(request, "rules/publishing/review.html", context)
