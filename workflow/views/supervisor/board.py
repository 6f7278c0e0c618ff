"""The board of a directorate, and the history of what happened there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import audit_log
from core.forms import DateField, Form, SelectField
from workflow.fair_share import SKILLS
from workflow.selectors.board import Band, board
from workflow.selectors.office_log import events_of_office, numbers_of, staff_of_office
from workflow.views.office.page import page
from workflow.views.supervisor.page import office_of, surroundings

_HALF, _ROW = 150, 30
"""Of the pyramid's picture: the longest bar on each side, and the height of a band."""


@page
def show_board(request: HttpRequest) -> HttpResponse:
    """Load, dates, absences and terms, person by person; what waits for somebody; ages and refusals."""
    office = office_of(request)
    found = board(office)
    context = surroundings(request, office, "board") | {
        "board": found,
        "skills": SKILLS,
        "bars": _bars(found.bands),
        "pyramid_height": len(found.bands) * _ROW,
        "open_dossiers": sum(band.running + band.stopped for band in found.bands),
        "solved_share": round(100 * found.without_asking / found.decided) if found.decided else None,
    }
    return render(request, "workflow/supervisor/board.html", context)


def _bars(bands: tuple[Band, ...]) -> list[dict[str, Any]]:
    """Each band's two bars in the units of the picture: whole numbers, as SVG attributes are not localised."""
    longest = max((max(band.running, band.stopped) for band in bands), default=0) or 1
    return [
        {
            "band": band,
            "y": place * _ROW,
            "text_y": place * _ROW + 19,
            "running": round(band.running * _HALF / longest),
            "running_x": 310 - round(band.running * _HALF / longest),
            "running_text_x": 304 - round(band.running * _HALF / longest),
            "stopped": round(band.stopped * _HALF / longest),
            "stopped_text_x": 320 + round(band.stopped * _HALF / longest),
        }
        for place, band in enumerate(bands)
    ]


class LogForm(Form):
    """What is looked for in the history."""

    desde = DateField(label="Desde", required=False, past=True)
    hasta = DateField(label="Hasta", required=False)
    asunto = SelectField(label="Asunto", required=False)
    persona = SelectField(label="Quién lo hizo", required=False)

    def __init__(self, *args: Any, people: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("asunto", audit_log.groups())
        self._choose("persona", [(str(ref), name) for ref, name in people])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "Cualquiera"), *choices]  # type: ignore[attr-defined]


@page
def office_history(request: HttpRequest) -> HttpResponse:
    """What happened in the directorate, newest first."""
    office = office_of(request)
    form = LogForm(request.GET or None, people=staff_of_office(office))
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = audit_log.Filters(
        from_on=data.get("desde"),
        until_on=data.get("hasta"),
        group=data.get("asunto", ""),
        actor_ref=data.get("persona", ""),
    )
    log = audit_log.read(filters, within=events_of_office(office), before=request.GET.get("antes", ""))
    older = request.GET.copy()
    older["antes"] = log.older
    numbers = numbers_of(log.lines)
    context = surroundings(request, office, "office_history") | {
        "form": form,
        "lines": [(line, numbers.get(line.subject_ref)) for line in log.lines],
        "older": older.urlencode() if log.older else "",
        "later": "antes" in request.GET,
    }
    return render(request, "workflow/supervisor/history.html", context)
