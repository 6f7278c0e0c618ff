"""A stand-in's life as an HTTP server in a thread: a free port or a given one, until it is stopped."""

from __future__ import annotations

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class Listener(ThreadingHTTPServer):
    """The socket and its threads; `stand_in` is what handlers answer for."""

    daemon_threads = True
    stand_in: Any

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up first (it does, on a slow answer) is no news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class RunningStandIn:
    """Answers from construction to `stop` (or the end of a ``with``)."""

    def __init__(self, name: str, handler: type[BaseHTTPRequestHandler], port: int = 0) -> None:
        self.name = name
        self._stopping = threading.Event()
        self._server = Listener(("127.0.0.1", port), handler)
        self._server.stand_in = self
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name=f"standin-{name}", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Sleep, unless the server is being stopped."""
        self._stopping.wait(seconds)

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def run_until_interrupted(self) -> None:
        """Block until Ctrl-C or SIGTERM's KeyboardInterrupt, then stop."""
        try:
            while self._thread.is_alive():
                time.sleep(0.5)
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()
