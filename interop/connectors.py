"""One connector class for every administration: HTTP, time limits, breaker and shape check.

A connector answers or raises `SourceDown`; nothing else comes out of it, whatever the other side does.
"""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
from django.conf import settings

from core.breaker import Breaker, NotTried
from interop import shapes

CONNECT_SECONDS = 0.5
READ_SECONDS = 1.5
FAILURES_TO_OPEN = 3
SECONDS_OPEN = 15.0
QUESTIONS = "/v1/questions"
LABELS = {"police": "Policía Nacional", "tax": "Agencia Tributaria", "residence": "padrón municipal (INE)"}


class SourceDown(Exception):
    """Nobody gave a usable answer. `fault` is a code: it holds nothing of the question."""

    def __init__(self, fault: str, http_status: int | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.http_status = http_status


class QuestionRejected(SourceDown):
    """The other side is up and would not take this one question: no reason to stop asking others."""


@dataclass(frozen=True)
class Reply:
    """A well-shaped answer."""

    state: str
    data: dict[str, Any]
    http_status: int


@dataclass(frozen=True)
class Request:
    """Who asks what, about which case and why. The case, the reason and the officer travel with every question."""

    request_id: str
    case_ref: str
    purpose: str
    officer: str
    question: dict[str, Any]


class Connector:
    """The way to one administration. Thread-safe; one per administration and process."""

    def __init__(
        self, name: str, url: str, token: str, question: type[shapes.Question], data: type[shapes.Data]
    ) -> None:
        self.name, self.label, self.question_shape = name, LABELS[name], question
        self._envelope = msgspec.json.Decoder(shapes.Envelope)
        self._data = msgspec.json.Decoder(data)
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS),
            trust_env=False,  # a proxy from the environment must not see these questions
            follow_redirects=False,
        )
        self.breaker = Breaker(name, failures=FAILURES_TO_OPEN, seconds=SECONDS_OPEN, harmless=[QuestionRejected])

    def ask(self, request: Request) -> Reply:
        """Ask once, or not at all while the breaker is open; raises SourceDown."""
        try:
            return self.breaker.guard(self._exchange, request)
        except NotTried:
            raise SourceDown("breaker_open") from None

    def _exchange(self, request: Request) -> Reply:
        response = self._post(request)
        status = response.status_code
        if status in (400, 404, 409, 413, 422):
            raise QuestionRejected("question_rejected", status)
        if status != httpx.codes.OK:
            raise SourceDown("http_error", status)
        try:
            envelope = self._envelope.decode(response.content)
            if envelope.request_id != request.request_id:
                raise SourceDown("answer_to_another_question", status)
            if envelope.state == "not_found":
                return Reply("not_found", {}, status)
            data = msgspec.to_builtins(self._data.decode(envelope.data))
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise SourceDown("wrong_shape", status) from None
        # An answer that contradicts itself is read the careful way: one field that differs is enough.
        differs = "differs" in data.get("fields", {}).values()
        return Reply("differs" if differs else envelope.state, data, status)

    def _post(self, request: Request) -> httpx.Response:
        """All questions only read, so one repetition is safe where the connection, not the source, failed."""
        body = msgspec.json.encode(request)
        started = time.monotonic()
        for last in (False, True):
            try:
                return self._client.post(QUESTIONS, content=body, headers={"Content-Type": "application/json"})
            except httpx.TimeoutException:
                raise SourceDown("timeout") from None
            except httpx.TransportError:
                if last or time.monotonic() - started > CONNECT_SECONDS:
                    raise SourceDown("unreachable") from None
            except httpx.HTTPError:
                raise SourceDown("protocol") from None
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Free the connections."""
        self._client.close()


_SHAPES: dict[str, tuple[type[shapes.Question], type[shapes.Data]]] = {
    "police": (shapes.PoliceQuestion, shapes.PoliceData),
    "tax": (shapes.TaxQuestion, shapes.TaxData),
    "residence": (shapes.ResidenceQuestion, shapes.ResidenceData),
}


@functools.cache
def _connector(name: str, url: str, token: str) -> Connector:
    question, data = _SHAPES[name]
    return Connector(name, url, token, question, data)


def connector(name: str) -> Connector:
    """The connector of that name, to the address in settings; KeyError for a name that does not exist."""
    return _connector(name, settings.STANDIN_URLS[name], settings.STANDIN_TOKEN)
