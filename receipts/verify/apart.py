"""Look at a stranger's file in a process of its own, with a tight limit on time and memory.

Parsers of hostile PDFs are where servers die. Files whose every byte we issued are checked in this process; anything
else is handed to `python -m receipts.verify` through a pipe. At most two at a time: the rest are asked to come back.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

from receipts.verify.verdict import Verdict

_CPU_SECONDS, _MEGABYTES, _WALL_SECONDS = 5, 700, 12
_places = threading.BoundedSemaphore(2)


class BusyError(Exception):
    """Too many files are being looked at just now."""


class GaveUpError(Exception):
    """The file cost more time or memory than any paper of ours does."""


def verify_apart(data: bytes, root: Path) -> Verdict:
    """The verdict of `verify_bytes`, reached in another process; raises `BusyError` or `GaveUpError`."""
    if not _places.acquire(timeout=_WALL_SECONDS):
        raise BusyError
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file travels through the pipe
            [
                sys.executable,
                "-m",
                "receipts.verify",
                "-",
                "--trust",
                str(root),
                "--json",
                "--limits",
                f"{_CPU_SECONDS}:{_MEGABYTES}",
            ],
            input=data,
            capture_output=True,
            timeout=_WALL_SECONDS,
            check=False,
            cwd=Path(__file__).resolve().parents[2],
            env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise GaveUpError from error
    finally:
        _places.release()
    sealed_at = answer["sealed_at"]
    return Verdict(
        answer["state"],
        tuple(answer["reasons"]),
        answer["issuer"],
        datetime.fromisoformat(sealed_at) if sealed_at else None,
        answer["pages"],
    )
