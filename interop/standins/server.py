"""A stand-in administration as a small HTTP server with faults that can be switched while it runs.

It speaks what the connector expects: ``POST /v1/questions`` with a bearer token and
``{"request_id", "purpose", "case_ref", "officer", "question"}``, answered by ``{"request_id", "state", "data"}``;
``GET /health``. Nothing about a person is logged.
"""

from __future__ import annotations

import hmac
import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from core.demonstration import DemoPerson, people
from interop.standins.answers import ANSWERERS, answer
from interop.standins.running import Listener, RunningStandIn

FAULTS = ("none", "down", "slow", "error", "wrong_shape")
SLOW_SECONDS = 4.0
LARGEST_QUESTION = 64 * 1024
QUESTIONS = "/v1/questions"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: Listener

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the connector keeps the record of every exchange."""

    def _reply(self, status: int, body: object, *, last: bool = False) -> None:
        """Answer; `last` (and any error) ends the connection, whose request body may not have been read."""
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if last or status >= 400:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def _faulty(self) -> bool:
        """Behave as the fault in force says; True when the request is over."""
        fault = self.server.stand_in.fault
        if fault == "down":
            self.close_connection = True  # hang up without a word, as a server that dies does
        elif fault == "error":
            self._reply(503, {"error": "unavailable"})
        elif fault == "wrong_shape":
            self._reply(200, {"estado": "0003", "datos": [1, 2, 3]}, last=True)
        elif fault == "slow":
            self.server.stand_in.wait(SLOW_SECONDS)
        return fault in ("down", "error", "wrong_shape")

    def do_GET(self) -> None:
        """Health."""
        if self._faulty():
            return
        if self.path == "/health":
            self._reply(200, {"name": self.server.stand_in.name, "state": "up"})
        else:
            self._reply(404, {"error": "unknown_address"})

    def do_POST(self) -> None:
        """A question about a person."""
        stand_in = self.server.stand_in
        stand_in.questions_seen += 1
        if self._faulty():
            return
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {stand_in.token}".encode()):
            self._reply(401, {"error": "unauthorised"})
        elif self.path != QUESTIONS:
            self._reply(404, {"error": "unknown_address"})
        else:
            self._answer()

    def _answer(self) -> None:
        stand_in = self.server.stand_in
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST_QUESTION:
            self._reply(413, {"error": "too_large"})
            return
        try:
            asked = json.loads(self.rfile.read(int(length)))
            question, request_id = dict(asked["question"]), str(asked["request_id"])
            str(asked["case_ref"]), str(asked["purpose"])  # no question is answered without a case and a reason
        except (ValueError, KeyError, TypeError):
            self._reply(400, {"error": "malformed"})
            return
        state, data = answer(stand_in.name, question, stand_in.population)
        self._reply(200, {"request_id": request_id, "state": state, "data": data})


class StandIn(RunningStandIn):
    """One stand-in administration, running in a thread from construction to `stop` (or the end of a ``with``)."""

    def __init__(
        self,
        name: str,
        port: int = 0,
        *,
        token: str,
        population: list[DemoPerson] | None = None,
        fault: str = "none",
        fault_file: Path | None = None,
    ) -> None:
        if name not in ANSWERERS:
            raise ValueError(f"unknown stand-in {name!r}: {', '.join(ANSWERERS)}")
        self.token = token
        self.population = people() if population is None else population
        self.fixed_fault = fault
        self.fault_file = fault_file
        self.questions_seen = 0
        super().__init__(name, _Handler, port)

    @property
    def fault(self) -> str:
        """The fault in force: the fault file's line for this name if there is one, else the fixed one."""
        if self.fault_file is not None and self.fault_file.exists():
            for line in self.fault_file.read_text().splitlines():
                name, _, fault = line.partition(" ")
                if name == self.name and fault.strip() in FAULTS:
                    return fault.strip()
        return self.fixed_fault

    @fault.setter
    def fault(self, value: str) -> None:
        if value not in FAULTS:
            raise ValueError(f"unknown fault {value!r}: {', '.join(FAULTS)}")
        self.fixed_fault = value


def serve(
    name: str,
    port: int = 0,
    population: list[DemoPerson] | None = None,
    *,
    token: str | None = None,
    fault: str = "none",
    fault_file: Path | None = None,
) -> StandIn:
    """Start stand-in `name` in a thread (port 0: a free one) and return it; the token is the settings' unless given."""
    if token is None:
        from django.conf import settings

        token = settings.STANDIN_TOKEN
    return StandIn(name, port, token=token, population=population, fault=fault, fault_file=fault_file)
