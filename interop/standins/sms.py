"""A stand-in for whoever carries SMS: takes messages over HTTP and writes each on a line of a file, newest last.

``POST /v1/messages`` with a bearer token and ``{"to", "from", "text", "reference"}``: 202 with an id; 401 without the
token, 400 for anything else, 422 for a number that ends in 0000 (nobody has it); 503 while its fault is on.
"""

from __future__ import annotations

import hmac
import json
import uuid
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from interop.standins.running import Listener, RunningStandIn

MESSAGES = "/v1/messages"
NOBODY = "0000"
LARGEST_MESSAGE = 16 * 1024


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: Listener

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: numbers are nobody's business."""

    def _reply(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        """Health."""
        self._reply(200, {"name": "sms", "state": "up"})

    def do_POST(self) -> None:
        """One message."""
        stand_in: SmsStandIn = self.server.stand_in
        length = self.headers.get("Content-Length", "")
        raw = self.rfile.read(min(int(length), LARGEST_MESSAGE)) if length.isdigit() else b""
        given = self.headers.get("Authorization", "").encode()
        if stand_in.down:
            self._reply(503, {"error": "unavailable"})
        elif not hmac.compare_digest(given, f"Bearer {stand_in.token}".encode()):
            self._reply(401, {"error": "unauthorised"})
        elif self.path != MESSAGES:
            self._reply(404, {"error": "unknown_address"})
        else:
            self._reply(*stand_in.take(raw))


class SmsStandIn(RunningStandIn):
    """Takes messages and keeps them where the demonstration and the tests read them."""

    def __init__(self, port: int = 0, *, token: str, file: Path) -> None:
        self.token, self.file, self.down = token, file, False
        super().__init__("sms", _Handler, port)

    def take(self, raw: bytes) -> tuple[int, dict[str, str]]:
        """The status and body that answer one message."""
        try:
            body = json.loads(raw)
            message = {name: str(body[name]) for name in ("to", "from", "text", "reference")}
        except (ValueError, KeyError, TypeError):
            return 400, {"error": "malformed"}
        if message["to"].endswith(NOBODY):
            return 422, {"error": "unreachable"}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        line = {**message, "at": datetime.now(UTC).isoformat()}  # noqa: TID251 - a process of its own, without Django
        with self.file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(line, ensure_ascii=False) + "\n")
        return 202, {"id": str(uuid.uuid4())}
