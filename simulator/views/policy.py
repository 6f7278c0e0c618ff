"""The policy simulator of central administration: ask for a run, watch it, read its result, take it away.

Whoever may not run one does not get in: `core.office_pages`.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actors import actor_of
from core.errors import AmparoError
from core.money import euros
from core.office_pages import act, form_page, page
from rules import services as rules
from rules.services import figures
from rules.types import CaseProblem, Figure, RuleTextError
from simulator import policy_charts as charts
from simulator import policy_runs
from simulator.models import PolicyRun
from simulator.population.comparing import Comparison, Group, from_data
from simulator.views.policy_forms import DaysForm, FiguresForm, figure_words

RUN = "policy_simulation.run"
_SHOWN = 20
_WAIT_SECONDS, _LOOK_EVERY_SECONDS = 0.8, 0.1
_HEADERS = (
    *("Grupo", "Nombre", "Hogares", "Con derecho antes", "Con derecho después", "Ganan", "Pierden"),
    *("Coste anual antes (€)", "Coste anual después (€)", "Diferencia (€)"),
)


@page(RUN)
def runs(request: HttpRequest) -> HttpResponse:
    """The last runs, of everybody: they hold figures of groups and no household."""
    latest = PolicyRun.objects.select_related("asked_by").defer("result")[:_SHOWN]
    return render(request, "simulator/policy/runs.html", {"runs": latest})


@form_page(RUN)
def new_run(request: HttpRequest) -> HttpResponse:
    """Choose the days; change figures; start."""
    actor = actor_of(request)
    today = timezone.localdate()
    asked = request.POST if request.method == "POST" else request.GET
    chosen = "before_day" in asked
    versions = rules.version_choices(actor, policy_runs.BENEFIT)
    days = DaysForm(versions, asked if chosen else None, initial={"before": today, "after": today})
    before = after = policy_runs.Law(today)
    try:
        if chosen and days.is_valid():
            before, after = days.laws()
        before.text()
        text, _ = after.text()
    except (CaseProblem, AmparoError) as problem:
        days.add_error(None, policy_runs.said(problem))
        text, _ = policy_runs.Law(today).text()
    form = FiguresForm(text, request.POST or None, request.FILES or None)
    if request.method == "POST" and days.is_valid() and form.is_valid():
        try:
            run = policy_runs.start(before, after, form.changes(), _upload(form), actor)
            return redirect("policy:run", run.public_id)
        except (CaseProblem, RuleTextError, AmparoError) as problem:
            if isinstance(problem, AmparoError) and problem.status == 403:
                raise
            form.add_error(None, policy_runs.said(problem))
    context = {"days": days, "form": form, "text": text, "before": before, "after": after}
    return render(request, "simulator/policy/new.html", context)


def _upload(form: FiguresForm) -> policy_runs.Upload | None:
    brought = form.cleaned_data["table"]
    if brought is None:
        return None
    return policy_runs.Upload(brought.read(), "csv" if brought.name.lower().endswith(".csv") else "parquet")


@page(RUN)
def run(request: HttpRequest, run: str) -> HttpResponse:
    """How far it is, asking again by itself; or its result."""
    found = _soon(_run(run))
    if not found.ended:
        response = render(request, "simulator/policy/waiting.html", {"run": found})
        response["Refresh"] = "1"
        return response
    context: dict[str, Any] = {"run": found, "changed": list(_changed(found))}
    if found.result:
        comparison = from_data(found.result)
        context |= {
            "comparison": comparison,
            "costs": charts.costs(comparison),
            "changes": charts.changes(comparison),
            "households": charts.differences(comparison.households),
            "map": charts.province_map(comparison.provinces) if comparison.provinces else None,
            "rows": [_row(group) for group in (*comparison.households, comparison.whole)],
            "province_rows": [_row(group) for group in _by_change(comparison)],
            "said": _said(comparison),
        }
    return render(request, "simulator/policy/result.html", context)


def _soon(found: PolicyRun) -> PolicyRun:
    """The run, looked at again for a moment while it goes on: its end is shown when it comes, not a second later."""
    until = time.monotonic() + _WAIT_SECONDS
    while not found.ended and not found.cancel_asked and time.monotonic() < until:
        time.sleep(_LOOK_EVERY_SECONDS)
        found.refresh_from_db()
    return found


def _run(public_id: str) -> PolicyRun:
    found = PolicyRun.objects.select_related("asked_by").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@act(RUN)
def cancel(request: HttpRequest, run: str) -> HttpResponse:
    """Stop it."""
    actor = actor_of(request)
    policy_runs.cancel(str(run), actor)
    messages.success(request, "Simulación cancelada. Si traías una tabla, se ha borrado o se borra enseguida.")
    return redirect("policy:run", run)


@page(RUN)
def download(request: HttpRequest, run: str) -> StreamingHttpResponse:
    """The tables of the result as CSV."""
    found = _run(run)
    if not found.result:
        raise Http404
    writer = csv.writer(_Echo())
    response = StreamingHttpResponse(
        (writer.writerow(row) for row in _csv_rows(from_data(found.result))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="simulacion-{found.after_on.isoformat()}.csv"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def _csv_rows(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    yield _HEADERS
    for kind, groups in (
        ("Total", [comparison.whole]),
        ("Tipo de hogar", comparison.households),
        ("Provincia", comparison.provinces),
    ):
        for group in groups:
            counts = (group.units, group.entitled_before, group.entitled_after, group.gainers, group.losers)
            costs = (group.cost_before, group.cost_after, group.difference)
            yield (kind, group.name, *(round(count) for count in counts), *(f"{cents / 100:.2f}" for cents in costs))


def _changed(found: PolicyRun) -> Iterator[tuple[str, str, str]]:
    """Each figure that was changed: which, what the text says, what was tried."""
    held: dict[str, Figure] = {}
    if found.changes:
        with suppress(AmparoError):  # a draft that has changed since: the figures tried are still told
            held = {figure.key: figure for figure in figures(policy_runs.texts_of(found)[1])}
    for key, written in found.changes.items():
        figure = held.get(key)
        if figure is None:  # the text has another shape since
            yield key, "—", written
            continue
        cells = [other.cell for other in held.values() if other.parameter == figure.parameter]
        label = f"{figure.label}: {figure_words(figure, cells)}" if figure.cell else figure.label
        money = figure.unit == "money"
        tried = euros(round(float(written) * 100)) if money else written
        yield label, euros(figure.value) if money else str(figure.value), tried


def _by_change(comparison: Comparison) -> list[Group]:
    return sorted(comparison.provinces, key=lambda group: -abs(charts.per_household(group)))


def _row(group: Group) -> dict[str, str]:
    return {
        "name": group.name,
        "units": charts.thousands(group.units),
        "entitled_before": charts.thousands(group.entitled_before),
        "entitled_after": charts.thousands(group.entitled_after),
        "gainers": charts.thousands(group.gainers),
        "losers": charts.thousands(group.losers),
        "cost_before": charts.millions(group.cost_before),
        "cost_after": charts.millions(group.cost_after),
        "difference": charts.millions(group.difference),
        "per_household": f"{charts.thousands(charts.per_household(group))} €",
    }


def _said(comparison: Comparison) -> dict[str, str]:
    """The headline figures."""
    whole = comparison.whole
    return {
        "difference": charts.millions(abs(whole.difference)),
        "cost_before": charts.millions(whole.cost_before),
        "cost_after": charts.millions(whole.cost_after),
        "gainers": charts.thousands(whole.gainers),
        "losers": charts.thousands(whole.losers),
        "newly": charts.thousands(comparison.newly),
        "no_longer": charts.thousands(comparison.no_longer),
        "gained": charts.millions(comparison.gained),
        "lost": charts.millions(comparison.lost),
        "units": charts.thousands(whole.units),
        "sample": charts.thousands(comparison.sample),
        "undetermined": charts.thousands(comparison.undetermined),
    }
