"""Checking papers for machines: the same answers as the page, by code or with the file; nothing personal, no account.

The limits are those of the page, counted together with it, so that nobody guesses twice as fast by asking here.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from core.errors import AmparoError
from receipts import limits, selectors, services, types

_CEA = OpenApiParameter(
    "cea", OpenApiTypes.STR, required=True, description="El CEA entero; espacios y guiones dan igual."
)
_PROBLEM = OpenApiResponse(OpenApiTypes.OBJECT, "Qué está mal y cómo arreglarlo (RFC 9457).")
_ANSWER = {
    "state": "authentic",
    "document": "Justificante de presentación de una solicitud",
    "kind": "submission_receipt",
    "issued_at": "2026-11-21T10:42:00+01:00",
    "issuer": "Dirección provincial de Madrid",
    "sealed_by": "Amparo · Sello electrónico de demostración",
    "seal_level": "B-B",
    "cea_id": "K7M2X9QRT4WZ",
    "replaced_by_id": "",
    "proof_available": True,
    "reasons": [],
}
_EXAMPLE = OpenApiExample("Un documento en vigor", _ANSWER, response_only=True)


class _AsItComes(BaseContentNegotiation):
    """One kind of answer, whatever is asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The body is read as bytes, never parsed."""
        return None

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first and only."""
        return renderers[0], BaseRenderer.media_type


class _CheckView(APIView):
    content_negotiation_class = _AsItComes

    def handle_exception(self, exc: Exception) -> Any:
        """Refusals of the catalogue and of the protocol, in one form."""
        if isinstance(exc, AmparoError):
            return _problem(exc.status, exc.code, exc.what, f"{exc.why} {exc.next_step}".strip())
        if isinstance(exc, APIException):
            return _problem(exc.status_code, "bad_request", "La petición no se entiende", str(exc.detail))
        return super().handle_exception(exc)


class CodeView(_CheckView):
    """By the code at the foot."""

    @extend_schema(
        operation_id="check_receipt_by_code",
        summary="Comprobar un documento por su CEA",
        description="Dice qué fue del documento con ese CEA. Un código equivocado y uno que no existe responden igual.",
        parameters=[_CEA],
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, "La respuesta."),
            (400, "application/problem+json"): _PROBLEM,
            (429, "application/problem+json"): _PROBLEM,
        },
        examples=[_EXAMPLE],
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer for the code in the query."""
        limits.spend(request._request, "paper-code", limits.CODES)
        return _json(_answer(services.check(request.GET.get("cea", ""))))


class FileView(_CheckView):
    """With the file itself."""

    @extend_schema(
        operation_id="check_receipt_file",
        summary="Comprobar un PDF",
        description="Recibe el PDF tal cual y dice si es, byte a byte, uno de los emitidos. No se guarda.",
        request={"application/pdf": OpenApiTypes.BINARY},
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, "La respuesta, con lo que se ha mirado en `reasons`."),
            (400, "application/problem+json"): _PROBLEM,
            (413, "application/problem+json"): _PROBLEM,
            (429, "application/problem+json"): _PROBLEM,
            (503, "application/problem+json"): _PROBLEM,
        },
        examples=[_EXAMPLE],
        auth=[],
    )
    def post(self, request: Request) -> HttpResponse:
        """Answer for the file in the body."""
        limits.spend(request._request, "paper-file", limits.FILES)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > services.MAX_MEGABYTES << 20:
            raise AmparoError("receipt.too_big", megabytes=services.MAX_MEGABYTES)
        return _json(_answer(services.check_file(request._request.body)))


class ProofView(_CheckView):
    """Proof of inclusion."""

    @extend_schema(
        operation_id="receipt_proof",
        summary="Prueba de inclusión en la raíz del día",
        description="La prueba que acepta `python -m receipts.verify --proof`.",
        parameters=[_CEA],
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, "La prueba."),
            (404, "application/problem+json"): _PROBLEM,
            (409, "application/problem+json"): _PROBLEM,
        },
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """The proof for the code in the query."""
        limits.spend(request._request, "paper-code", limits.CODES)
        return _json(services.proof(request.GET.get("cea", "")).as_json())


class RootsView(_CheckView):
    """The roots of each day."""

    @extend_schema(
        operation_id="daily_roots",
        summary="Raíces diarias",
        description="La raíz de cada día, de la más antigua a la más nueva: lo que guarda un testigo.",
        responses={200: OpenApiResponse(OpenApiTypes.OBJECT, "La lista.")},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """The whole list."""
        return _json([services.published(root) for root in reversed(selectors.daily_roots())])


def _answer(result: types.CheckResult) -> dict[str, Any]:
    return {
        "state": result.state,
        "document": result.document,
        "kind": result.kind,
        "issued_at": result.issued_at,
        "issuer": result.issuer,
        "sealed_by": result.sealed_by,
        "seal_level": result.seal_level,
        "cea_id": result.cea_id,
        "replaced_by_id": result.replaced_by_id,
        "proof_available": result.chained,
        "reasons": result.reasons,
    }


def _json(content: Any) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json")


def _problem(status: int, code: str, title: str, detail: str) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return HttpResponse(msgspec.json.encode(body), content_type="application/problem+json", status=status)
