"""What every call shares: the limit of calls, errors as problem objects, and answers written by msgspec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.views import APIView

from core.errors import AmparoError
from rules.types import CaseProblem
from simulator.api import limits, schemas
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


class TooLargeError(ValueError):
    """A body that is not read at all."""


class RulesView(APIView):
    """A call to the rules; its errors are problem objects.

    REST framework describes it (its class and its decorators are what the OpenAPI document is made from) and takes no
    part in answering: one kind of answer, nobody signed in, a body read as bytes (docs/decisions/0026).
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Count the call, answer it, and say what is wrong where something is."""
        method = (request.method or "").lower()
        handler = getattr(self, method, None) if method in self.http_method_names else None
        try:
            if handler is None:
                return self._not_this_way()
            limits.spend(request)
            found: HttpResponseBase = handler(request, *args, **kwargs)
        except limits.TooManyCallsError as many:
            return _asked_to_wait(many.wait)
        except (NotJsonError, TooLargeError, CaseProblem) as error:
            return refused(_of_the_body(error))
        except AmparoError as error:
            return refused(problem(error.code, f"{error.why} {error.next_step}", status=error.status, title=error.what))
        return found

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Which methods there are."""
        return HttpResponse(status=204, headers={"Allow": self._methods()})

    def _methods(self) -> str:
        return ", ".join(self.allowed_methods)

    def _not_this_way(self) -> HttpResponse:
        method = "POST" if "POST" in self.allowed_methods else "GET"
        found = problem("method_not_allowed", f"Llama con {method}.", status=405, title="Método no admitido")
        return refused(found, {"Allow": self._methods()})


def _asked_to_wait(seconds: int) -> HttpResponse:
    found = problem(
        "too_many_requests",
        f"Demasiadas peticiones seguidas. Vuelve a intentarlo dentro de {seconds} segundos.",
        status=429,
        title="Demasiadas peticiones",
    )
    return refused(found, {"Retry-After": str(seconds)})


def _of_the_body(error: NotJsonError | TooLargeError | CaseProblem) -> dict[str, Any]:
    if isinstance(error, CaseProblem):
        return problem_of(error)
    if isinstance(error, TooLargeError):
        return problem("too_large", "El caso es demasiado grande: envía menos de 256 KB.", status=413)
    return not_json()


def body_of(request: HttpRequest) -> Any:
    """What the body says; raises TooLargeError, before it is read where its length is said, or NotJsonError."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > MAX_BYTES:
        raise TooLargeError
    body = request.body
    if len(body) > MAX_BYTES:
        raise TooLargeError
    return decode(body)


def answered(found: Mapping[str, Any]) -> HttpResponse:
    """An answer as JSON."""
    return HttpResponse(msgspec.json.encode(found), content_type=_JSON)


def refused(found: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    """A problem object (RFC 9457) as the answer."""
    return HttpResponse(msgspec.json.encode(found), content_type=_PROBLEM, status=found["status"], headers=headers)
