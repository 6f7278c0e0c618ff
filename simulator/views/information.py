"""What the benefit is, for anybody: who, how much, with which papers. Readable without session or JavaScript.

In the language that the address names, or else in the one chosen in the simulator (docs/decisions/0028).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import reading
from core.spoken import language
from rules import services as rules
from rules.types import NeededDocument
from simulator.figures import figures_on
from simulator.languages import BENEFIT, spoken, tongues_of
from simulator.words import law_address


@dataclass(frozen=True)
class Page:
    """One of the pages, for the list that joins them."""

    name: str
    title: Promise
    note: Promise


PAGES = (
    Page(
        "what",
        gettext_lazy("Qué es"),
        gettext_lazy("Una ayuda mensual que completa lo que ya ingresáis."),
    ),
    Page(
        "who",
        gettext_lazy("Quién puede pedirla"),
        gettext_lazy("Edad, residencia, con quién vives, ingresos y bienes."),
    ),
    Page(
        "how_much",
        gettext_lazy("Cuánto es"),
        gettext_lazy("La tabla del año, según cuántas personas vivís juntas."),
    ),
    Page(
        "documents",
        gettext_lazy("Qué documentos hacen falta"),
        gettext_lazy("Los de todo el mundo y los de cada situación."),
    ),
    Page(
        "questions",
        gettext_lazy("Preguntas frecuentes"),
        gettext_lazy("Plazos, trabajo, cambios y qué pasa después."),
    ),
)


@require_safe
@spoken
def home(request: HttpRequest) -> HttpResponse:
    """The four ways on, and the pages that explain the benefit."""
    return _show(request, "home")


@require_safe
@spoken
def what(request: HttpRequest) -> HttpResponse:
    """What the benefit is."""
    return _show(request, "what")


@require_safe
@spoken
def who(request: HttpRequest) -> HttpResponse:
    """Who may ask for it."""
    figures = figures_on(timezone.localdate())
    names = ("minimum_age", "majority", "residence_months", "days_abroad", "unit_months", "independence_age")
    more = ("independence_months_young", "independence_months", "registration_months", "partnership_months")
    special = ("special_unit_months", "income_margin")
    numbers = {name: figures.number(name) for name in (*names, *more, *special)}
    years = {name: numbers[name] // 12 for name in ("residence_months", "special_unit_months", "partnership_months")}
    return _show(request, "who", numbers=numbers, years=years, patrimony=figures.table("patrimony_limit"))


@require_safe
@spoken
def how_much(request: HttpRequest) -> HttpResponse:
    """The tables of the year, each with its picture and its source."""
    figures = figures_on(timezone.localdate())
    alone, single = "guaranteed_income", "guaranteed_income_single_parent"
    widest = max(row.cents for name in (alone, single) for row in figures.table(name).rows)
    tables = {name: figures.table(name, widest) for name in (alone, single)}
    tables |= {name: figures.table(name) for name in ("child_supplement", "patrimony_limit", "assets_limit")}
    return _show(
        request,
        "how_much",
        year=tables[alone].since[:4],
        tables=tables,
        disability=figures.table("disability_supplement").rows[0],
        disability_degree=figures.number("disability_degree"),
        minimum_payment=figures.number("minimum_payment"),
    )


@require_safe
@spoken
def documents(request: HttpRequest) -> HttpResponse:
    """The documents of the rule text: those of everybody, and those of each situation."""
    found = rules.text(BENEFIT, timezone.localdate(), reading.language_of(request)).documents
    first = ("identity", "family_ties")
    usual: list[NeededDocument] = [one for one in found if one.id in first]
    return _show(request, "documents", usual=usual, situations=[one for one in found if one.id not in first])


@require_safe
@spoken
def questions(request: HttpRequest) -> HttpResponse:
    """What people ask."""
    figures = figures_on(timezone.localdate())
    day = language(reading.language_of(request)).day_of(1, figures.number("current_year_from_month"))
    return _show(request, "questions", day=day, days_abroad=figures.number("days_abroad"))


def _show(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    code = reading.language_of(request)
    shared = {
        "pages": PAGES,
        "name": name,
        "law": law_address(rules.text(BENEFIT, timezone.localdate()).law),
        "tongues": tongues_of(code),
        "parameter": reading.PARAMETER,
        "here": f"{settings.PUBLIC_URL.rstrip('/')}{request.path}",
        # What a link adds so that the next page speaks the same; nothing where the session says it already.
        "carried": "" if code == reading.chosen(request.session) else f"?{reading.PARAMETER}={code}",
    }
    return render(request, f"simulator/information/{name}.html", {**shared, **context})
