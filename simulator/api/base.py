"""What every call shares: the limit of calls, errors as problem objects, and answers written by msgspec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from rules.types import CaseProblem
from simulator.api import schemas
from simulator.problems import NotJsonError, decode, not_json, problem, problem_of

MAX_BYTES = 256 * 1024
_PROBLEM = "application/problem+json"
_JSON = "application/json"
ON = OpenApiParameter("on", OpenApiTypes.DATE, description="El día; si falta, hoy.")
_CODE = "(es|ca|gl|eu|en)"
LANG = OpenApiParameter(
    "lang",
    {"type": "string", "pattern": f"^({_CODE}(,{_CODE})*)?$"},
    description="Idiomas en que se quieren las frases, además del castellano, separados por comas.",
)
_REFUSALS = {
    400: "Qué está mal y cómo arreglarlo (RFC 9457).",
    429: "Demasiadas peticiones seguidas; `Retry-After` dice cuánto esperar.",
}
_TOO_LARGE = {413: "El cuerpo pasa de 256 KB."}


def operation(
    name: str,
    summary: str,
    answer: str,
    *,
    body: str = "",
    example: tuple[str, Mapping[str, Any]] | None = None,
    parameters: Sequence[OpenApiParameter] = (),
    description: str = "",
) -> Any:
    """How a call is described: `body` and `answer` name components of `schemas`."""
    refusals = _REFUSALS | (_TOO_LARGE if body else {})
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=description or None,
        parameters=list(parameters),
        request={_JSON: schemas.reference(body)} if body else None,
        responses={
            (200, _JSON): OpenApiResponse(schemas.reference(answer), "La respuesta."),
            **{(code, _PROBLEM): OpenApiResponse(schemas.reference("Problem"), why) for code, why in refusals.items()},
        },
        examples=[OpenApiExample(example[0], example[1], request_only=True)] if example else [],
        auth=[],
    )


class AnonymousThrottle(SimpleRateThrottle):
    """So many calls a minute from one address, kept in the cache for that minute only."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """By network address."""
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class _AsItComes(BaseContentNegotiation):
    """One kind of answer, whatever is asked for; the body is read as bytes."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """None: `decode` reads it."""
        return None

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first and only."""
        return renderers[0], _JSON


class TooLargeError(ValueError):
    """A body that is not read at all."""


class RulesView(APIView):
    """A call to the rules; its errors are problem objects."""

    throttle_classes = [AnonymousThrottle]
    content_negotiation_class = _AsItComes

    def handle_exception(self, exc: Exception) -> Any:
        """Errors of the protocol in the same form as errors of the case."""
        if isinstance(exc, NotJsonError | TooLargeError | CaseProblem):
            return refused(_of_the_body(exc))
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
            return refused(found, {"Retry-After": str(wait)})
        if isinstance(exc, MethodNotAllowed):
            method = "POST" if "POST" in self.allowed_methods else "GET"
            found = problem("method_not_allowed", f"Llama con {method}.", status=405, title="Método no admitido")
            return refused(found, {"Allow": ", ".join(self.allowed_methods)})
        return refused(problem("bad_request", "La petición no se entiende.", status=exc.status_code))


def _of_the_body(error: NotJsonError | TooLargeError | CaseProblem) -> dict[str, Any]:
    if isinstance(error, CaseProblem):
        return problem_of(error)
    if isinstance(error, TooLargeError):
        return problem("too_large", "El caso es demasiado grande: envía menos de 256 KB.", status=413)
    return not_json()


def body_of(request: Request) -> Any:
    """What the body says; raises TooLargeError or NotJsonError."""
    if len(request.body) > MAX_BYTES:
        raise TooLargeError
    return decode(request.body)


def answered(found: Mapping[str, Any]) -> HttpResponse:
    """An answer as JSON."""
    return HttpResponse(msgspec.json.encode(found), content_type=_JSON)


def refused(found: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    """A problem object (RFC 9457) as the answer."""
    return HttpResponse(msgspec.json.encode(found), content_type=_PROBLEM, status=found["status"], headers=headers)
