"""The rules for machines: simulate a case, read what is asked and counted with, walk the form, count income.

Anonymous; nothing is stored. Parsing and writing skip REST framework's serialisers (measured in evidence/stack).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from rules import services as rules
from rules.types import CaseProblem
from simulator.problems import NotJsonError, decode, not_json, problem, problem_of

MAX_BYTES = 256 * 1024

_EXAMPLE = {
    "benefit": "imv",
    "on": "2026-10-15",
    "unit": {
        "unit_formed_on": "2020-01-01",
        "annual_income_previous_year": 4800.00,
        "net_patrimony": 1200.00,
        "non_corporate_assets": 1500.00,
    },
    "members": [
        {"ref": "a", "relation": "applicant", "birth_date": "1984-05-02", "legal_residence_since": "2010-01-01"},
        {
            "ref": "b",
            "relation": "child",
            "birth_date": "2019-07-30",
            "legal_residence_since": "2019-07-30",
            "custody": "exclusive",
        },
    ],
}
_PARTIAL = {"benefit": "imv", "on": "2026-10-15", "members": [{"ref": "a", "relation": "applicant"}]}
_INCOME = {
    "on": "2026-10-15",
    "lines": [
        {"member": "a", "kind": "work", "gross": 9000.00, "withholding": 180.00, "contributions": 583.20, "year": 2025},
        {"member": "a", "kind": "housing_aid", "gross": 2400.00, "year": 2025},
    ],
}
_ON = OpenApiParameter("on", OpenApiTypes.DATE, description="El día; si falta, hoy.")
_LANG = OpenApiParameter(
    "lang",
    OpenApiTypes.STR,
    description="Idiomas en que se quieren las frases, además del castellano, separados por comas: ca, gl, eu, en.",
)
_WRONG = {
    (400, "application/problem+json"): OpenApiResponse(OpenApiTypes.OBJECT, "Qué está mal y cómo arreglarlo."),
}


class AnonymousThrottle(SimpleRateThrottle):
    """So many calls a minute from one address, kept in the cache for that minute only."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """By network address."""
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class _RulesView(APIView):
    throttle_classes = [AnonymousThrottle]

    def handle_exception(self, exc: Exception) -> Any:
        """Errors of the protocol in the same form as errors of the case."""
        if isinstance(exc, NotJsonError):
            return _problem(not_json())
        if isinstance(exc, CaseProblem):
            return _problem(problem_of(exc))
        if not isinstance(exc, APIException):
            return super().handle_exception(exc)
        if isinstance(exc, Throttled):
            wait = int(getattr(exc, "wait", None) or 60) + 1
            found = problem(
                "too_many_requests",
                f"Demasiadas peticiones seguidas. Vuelve a intentarlo dentro de {wait} segundos.",
                status=429,
                title="Demasiadas peticiones",
            )
            return _problem(found, {"Retry-After": str(wait)})
        if isinstance(exc, MethodNotAllowed):
            method = "POST" if "POST" in self.allowed_methods else "GET"
            found = problem("method_not_allowed", f"Llama con {method}.", status=405, title="Método no admitido")
            return _problem(found, {"Allow": ", ".join(self.allowed_methods)})
        return _problem(problem("bad_request", "La petición no se entiende.", status=exc.status_code))


class SimulationView(_RulesView):
    """One case, one outcome."""

    @extend_schema(
        operation_id="simulate",
        parameters=[_LANG],
        summary="Simular un caso",
        description=(
            "Recibe un caso y devuelve su resultado. Es anónimo y no guarda nada. Cuando la respuesta es no, `changes` "
            "dice qué cambio bastaría, cada uno por sí solo: `pointer` (el dato, o `/on` si basta esperar), `member`, "
            "`requirement`, `article`, `kind` (`at_most`, `at_least`, `ends`, `wait_until`), `value` (el límite: "
            "un céntimo, un mes o un día menos y sigue siendo no) y `reason`."
        ),
        request=OpenApiTypes.OBJECT,
        responses={200: OpenApiResponse(OpenApiTypes.OBJECT, "El resultado del caso."), **_WRONG},
        examples=[OpenApiExample("Una madre con una hija", _EXAMPLE, request_only=True)],
        auth=[],
    )
    def post(self, request: Request) -> HttpResponse:
        """Answer the case in the body."""
        return _large(request) or _json(rules.simulate_case(decode(request.body), _languages(request)))


class FormView(_RulesView):
    """What to ask next."""

    @extend_schema(
        operation_id="form",
        parameters=[_LANG],
        summary="Qué falta por preguntar en un caso a medias",
        description="Lo que el caso no dice todavía no se ha preguntado. No guarda nada.",
        request=OpenApiTypes.OBJECT,
        responses={200: OpenApiResponse(OpenApiTypes.OBJECT, "Preguntas, documentos y requisitos claros."), **_WRONG},
        examples=[OpenApiExample("Una persona de la que no se sabe nada", _PARTIAL, request_only=True)],
        auth=[],
    )
    def post(self, request: Request, benefit: str) -> HttpResponse:
        """The form for the partial case in the body."""
        too_large = _large(request)
        if too_large is not None:
            return too_large
        return _json(rules.form_outcome(_with_benefit(decode(request.body), benefit), _languages(request)))


class IncomeView(_RulesView):
    """Computable income of art. 20."""

    @extend_schema(
        operation_id="income",
        summary="Ingresos computables",
        description="De una lista de ingresos a los que cuentan, con la razón de cada uno. No guarda nada.",
        request=OpenApiTypes.OBJECT,
        responses={200: OpenApiResponse(OpenApiTypes.OBJECT, "Los ingresos que cuentan."), **_WRONG},
        examples=[OpenApiExample("Un salario y una ayuda al alquiler", _INCOME, request_only=True)],
        auth=[],
    )
    def post(self, request: Request, benefit: str) -> HttpResponse:
        """Count the lines in the body: ``{"on", "lines"}``, or the lines alone for today."""
        too_large = _large(request)
        if too_large is not None:
            return too_large
        body = decode(request.body)
        asked = body if isinstance(body, Mapping) else {"lines": body}
        for name in asked:
            if name not in ("benefit", "on", "lines"):
                raise CaseProblem("unknown_fact", f"/{name}", "Quita este campo; aquí solo van on y lines.")
        on = rules.day(asked["on"]) if "on" in asked else timezone.localdate()
        return _json(rules.income(benefit, on, asked.get("lines")))


class FactsView(_RulesView):
    """Every fact a benefit may ask."""

    @extend_schema(
        operation_id="facts",
        summary="Los datos que se preguntan",
        parameters=[_ON],
        responses={200: OpenApiResponse(OpenApiTypes.OBJECT, "Los datos, con sus palabras."), **_WRONG},
        auth=[],
    )
    def get(self, request: Request, benefit: str) -> HttpResponse:
        """All of them, on a day."""
        return _json(rules.facts(benefit, _day(request)))


class ParametersView(_RulesView):
    """Every dated figure of a benefit."""

    @extend_schema(
        operation_id="parameters",
        summary="Las cuantías y plazos en vigor",
        parameters=[_ON],
        responses={200: OpenApiResponse(OpenApiTypes.OBJECT, "Las cifras, con su fuente."), **_WRONG},
        auth=[],
    )
    def get(self, request: Request, benefit: str) -> HttpResponse:
        """All of them, on a day."""
        return _json(rules.parameters(benefit, _day(request)))


def _day(request: Request) -> date:
    written = request.query_params.get("on")
    return timezone.localdate() if written is None else rules.day(written)


def _languages(request: Request) -> tuple[str, ...]:
    """The languages asked for beside Spanish, each once."""
    asked = (code.strip() for code in request.query_params.get("lang", "").split(","))
    return tuple(dict.fromkeys(code for code in asked if code not in ("", "es")))


def _with_benefit(body: Any, benefit: str) -> Any:
    """The benefit of the address, unless the body names one (and then it must be known too)."""
    return {"benefit": benefit, **body} if isinstance(body, Mapping) else body


def _large(request: Request) -> HttpResponse | None:
    if len(request.body) <= MAX_BYTES:
        return None
    return _problem(problem("too_large", "El caso es demasiado grande: envía menos de 256 KB.", status=413))


def _json(found: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")


def _problem(found: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(found), content_type="application/problem+json", status=found["status"], headers=headers
    )
