"""What the rules say on a day, for anybody."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from rules import reference, services
from rules.publishing import schedule
from rules.types import CaseProblem


@require_GET
def rules_of(request: HttpRequest, benefit: str) -> HttpResponse:
    """The text of a benefit for applications of a day, today's unless `dia` says another."""
    day, wrong = _asked(request.GET.get("dia", ""))
    try:
        text = services.text(benefit, day)
    except CaseProblem as problem:
        if problem.code == "unknown_benefit":
            raise Http404 from None
        wrong, day = problem.sentence, timezone.localdate()
        text = services.text(benefit, day)
    edition = schedule.edition_on(benefit, day)
    assert edition is not None
    context = {
        "title": text.title,
        "day": day.isoformat(),
        "wrong_day": wrong,
        "body": mark_safe(reference.page_of(edition, day)),  # noqa: S308 - a template of ours made it
    }
    return render(request, "rules/reference/page.html", context, status=400 if wrong else 200)


def _asked(written: str) -> tuple[date, str]:
    if not written:
        return timezone.localdate(), ""
    try:
        return date.fromisoformat(written), ""
    except ValueError:
        return timezone.localdate(), "Escribe el día con su año, su mes y su día. Por ejemplo: 2026-11-20."
