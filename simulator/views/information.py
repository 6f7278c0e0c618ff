"""What the benefit is, for anybody: who, how much, with which papers. Readable without session or JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.spoken import MONTHS, SPANISH
from rules import services as rules
from rules.types import NeededDocument
from simulator.figures import figures_on
from simulator.languages import BENEFIT
from simulator.words import law_address


@dataclass(frozen=True)
class Page:
    """One of the pages, for the list that joins them."""

    name: str
    title: str
    note: str


PAGES = (
    Page("what", "Qué es", "Una ayuda mensual que completa lo que ya ingresáis."),
    Page("who", "Quién puede pedirla", "Edad, residencia, con quién vives, ingresos y bienes."),
    Page("how_much", "Cuánto es", "La tabla del año, según cuántas personas vivís juntas."),
    Page("documents", "Qué documentos hacen falta", "Los de todo el mundo y los de cada situación."),
    Page("questions", "Preguntas frecuentes", "Plazos, trabajo, cambios y qué pasa después."),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The four ways on, and the pages that explain the benefit."""
    return _show(request, "home")


@require_safe
def what(request: HttpRequest) -> HttpResponse:
    """What the benefit is."""
    return _show(request, "what")


@require_safe
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
def documents(request: HttpRequest) -> HttpResponse:
    """The documents of the rule text: those of everybody, and those of each situation."""
    found = rules.text(BENEFIT, timezone.localdate()).documents
    first = ("identity", "family_ties")
    usual: list[NeededDocument] = [one for one in found if one.id in first]
    return _show(request, "documents", usual=usual, situations=[one for one in found if one.id not in first])


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What people ask."""
    figures = figures_on(timezone.localdate())
    month = MONTHS[SPANISH][figures.number("current_year_from_month") - 1]
    return _show(request, "questions", month=month, days_abroad=figures.number("days_abroad"))


def _show(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    law = rules.text(BENEFIT, timezone.localdate()).law
    shared = {"pages": PAGES, "name": name, "law": law_address(law)}
    return render(request, f"simulator/information/{name}.html", {**shared, **context})
