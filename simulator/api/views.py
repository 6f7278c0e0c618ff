"""The five calls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rules import services as rules
from rules.types import CaseProblem
from simulator.api import examples
from simulator.api.base import LANG, ON, RulesView, answered, body_of, operation


class SimulationView(RulesView):
    """One case, one outcome."""

    @operation(
        "simulate",
        "Simular un caso",
        "Outcome",
        body="Case",
        example=("Una madre con una hija", examples.CASE),
        parameters=[LANG],
        description=(
            "Recibe un caso y devuelve su resultado. Es anónimo y no guarda nada. Cuando la respuesta es no, `changes` "
            "dice qué cambio bastaría, cada uno por sí solo: `pointer` (el dato, o `/on` si basta esperar), `member`, "
            "`requirement`, `article`, `kind` (`at_most`, `at_least`, `ends`, `wait_until`), `value` (el límite: "
            "un céntimo, un mes o un día menos y sigue siendo no) y `reason`."
        ),
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer the case in the body."""
        return answered(rules.simulate_case(body_of(request), _languages(request)))


class FormView(RulesView):
    """What to ask next."""

    @operation(
        "form",
        "Qué falta por preguntar en un caso a medias",
        "FormState",
        body="PartialCase",
        example=("Una persona de la que no se sabe nada", examples.PARTIAL_CASE),
        parameters=[LANG],
        description="Lo que el caso no dice todavía no se ha preguntado. No guarda nada.",
    )
    def post(self, request: HttpRequest, benefit: str) -> HttpResponse:
        """The form for the partial case in the body."""
        return answered(rules.form_outcome(_with_benefit(body_of(request), benefit), _languages(request)))


class IncomeView(RulesView):
    """Computable income of art. 20."""

    @operation(
        "income",
        "Ingresos computables",
        "ComputableIncome",
        body="IncomeLines",
        example=("Un salario y una ayuda al alquiler", examples.INCOME),
        description="De una lista de ingresos a los que cuentan, con la razón de cada uno. No guarda nada.",
    )
    def post(self, request: HttpRequest, benefit: str) -> HttpResponse:
        """Count the lines in the body: ``{"on", "lines"}``, or the lines alone for today."""
        body = body_of(request)
        asked = body if isinstance(body, Mapping) else {"lines": body}
        for name in asked:
            if name not in ("benefit", "on", "lines"):
                raise CaseProblem("unknown_fact", f"/{name}", "Quita este campo; aquí solo van on y lines.")
        on = rules.day(asked["on"]) if "on" in asked else timezone.localdate()
        return answered(rules.income(asked.get("benefit", benefit), on, asked.get("lines")))


class FactsView(RulesView):
    """Every fact a benefit may ask."""

    @operation("facts", "Los datos que se preguntan", "Facts", parameters=[ON])
    def get(self, request: HttpRequest, benefit: str) -> HttpResponse:
        """All of them, on a day."""
        return answered(rules.facts(benefit, _day(request)))


class ParametersView(RulesView):
    """Every dated figure of a benefit."""

    @operation("parameters", "Las cuantías y plazos en vigor", "Parameters", parameters=[ON])
    def get(self, request: HttpRequest, benefit: str) -> HttpResponse:
        """All of them, on a day."""
        return answered(rules.parameters(benefit, _day(request)))


def _day(request: HttpRequest) -> date:
    written = request.GET.get("on")
    return timezone.localdate() if written is None else rules.day(written)


def _languages(request: HttpRequest) -> tuple[str, ...]:
    """The languages asked for beside Spanish, each once."""
    if not request.META.get("QUERY_STRING"):
        return ()
    asked = (code.strip() for code in request.GET.get("lang", "").split(","))
    return tuple(dict.fromkeys(code for code in asked if code not in ("", "es")))


def _with_benefit(body: Any, benefit: str) -> Any:
    """The benefit of the address, unless the body names one (and then it must be known too)."""
    return {"benefit": benefit, **body} if isinstance(body, Mapping) else body
