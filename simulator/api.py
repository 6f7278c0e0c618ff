"""`POST /api/v1/simulations`: a case in, its outcome out. Anonymous; nothing is stored."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
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


class AnonymousThrottle(SimpleRateThrottle):
    """So many calls a minute from one address, kept in the cache for that minute only."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """By network address."""
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class SimulationView(APIView):
    """One case, one outcome. Parsing and writing skip REST framework's serialisers (measured in evidence/stack)."""

    throttle_classes = [AnonymousThrottle]

    @extend_schema(
        operation_id="simulate",
        summary="Simular un caso",
        description="Recibe un caso y devuelve su resultado. Es anónimo y no guarda nada.",
        request=OpenApiTypes.OBJECT,
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, "El resultado del caso."),
            (400, "application/problem+json"): OpenApiResponse(OpenApiTypes.OBJECT, "Qué está mal y cómo arreglarlo."),
        },
        examples=[OpenApiExample("Una madre con una hija", _EXAMPLE, request_only=True)],
        auth=[],
    )
    def post(self, request: Request) -> HttpResponse:
        """Answer the case in the body."""
        body = request.body
        if len(body) > MAX_BYTES:
            return _problem(problem("too_large", "El caso es demasiado grande: envía menos de 256 KB.", status=413))
        try:
            outcome = rules.simulate_case(decode(body))
        except NotJsonError:
            return _problem(not_json())
        except CaseProblem as error:
            return _problem(problem_of(error))
        return HttpResponse(msgspec.json.encode(outcome), content_type="application/json")

    def handle_exception(self, exc: Exception) -> Any:
        """Errors of the protocol in the same form as errors of the case."""
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
            found = problem("method_not_allowed", "Envía el caso con POST.", status=405, title="Método no admitido")
            return _problem(found, {"Allow": ", ".join(self.allowed_methods)})
        return _problem(problem("bad_request", "La petición no se entiende.", status=exc.status_code))


def _problem(found: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(found), content_type="application/problem+json", status=found["status"], headers=headers
    )
