"""The process apart: `python -m core.apart.child MODULE`, started by `core.apart.process` and by nobody else.

MODULE has ``prepare()``, called once to load what is slow to load, and ``OPERATIONS``: functions from plain values and
bytes to the same. It knows no database, no key and no setting: its environment holds none.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import importlib
import os
import resource
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from core.apart import messages
from core.apart.types import Answer
from core.errors import AmparoError

Operation = Callable[[dict[str, Any], tuple[bytes, ...]], Answer]

_LOOK_AT_PARENT_SECONDS = 0.5
_LARGEST_FILE = 64 << 20


def main() -> None:
    """Answer questions until the parent closes the pipe or dies."""
    options = _options()
    questions, answers = _take_channel()
    tempfile.tempdir = os.environ["TMPDIR"] = options.folder
    threading.Thread(target=_end_with_parent, args=(options.parent, options.folder), daemon=True).start()
    module = importlib.import_module(options.module)
    module.prepare()
    _limit_memory(options.megabytes)
    _say(answers, {"ready": True})
    while True:
        try:
            values, parts = messages.read(lambda size: _exactly(questions, size))
        except EOFError:
            _end(options.folder)
        _limit_processor(options.processor_seconds)
        reply, given = _answered(module.OPERATIONS, values, parts)
        _give_memory_back()
        _say(answers, reply, given)
        if reply.get("gave_up"):
            # Memory ran out somewhere: what is left of this process is not to be trusted.
            _end(options.folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m core.apart.child")
    parser.add_argument("module")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--megabytes", type=int, required=True)
    parser.add_argument("--processor-seconds", type=int, required=True)
    return parser.parse_args()


def _take_channel() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes to ourselves: what a library reads or prints must not end up in them."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return questions, answers


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError  # the parent closed the pipe
    return content


def _say(stream: BinaryIO, values: dict[str, Any], parts: tuple[bytes, ...] = ()) -> None:
    stream.write(messages.packed(values, parts))
    stream.flush()


def _answered(
    operations: dict[str, Operation], values: dict[str, Any], parts: tuple[bytes, ...]
) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    number = values.get("number")
    try:
        answer = operations[values["operation"]](values["arguments"], parts)
        return {"number": number, "values": answer.values}, answer.parts
    except AmparoError as error:
        return {"number": number, "error": error.code, "parameters": error.params}, ()
    except MemoryError:
        return {"number": number, "gave_up": "memory"}, ()
    except Exception as error:
        # Its type only: the text may hold what was read.
        return {"number": number, "gave_up": "failed", "detail": type(error).__name__}, ()


def _limit_memory(megabytes: int) -> None:
    """From what is in use now, let the process grow to `megabytes` and no further.

    Much address space is reserved and never touched, so the limit is set on growth. Programs it starts are held to the
    same.
    """
    with open("/proc/self/statm") as statm:
        size, resident = (int(pages) * resource.getpagesize() for pages in statm.read().split()[:2])
    most = size + max(0, (megabytes << 20) - resident)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold somebody's picture


def _give_memory_back() -> None:
    """Return to the system what the question used and no longer holds.

    The C library keeps it for later, in pieces that the next large picture may not fit in: what a process held after
    many pictures depended on which they were (measured: 429 MB instead of 488 after three readings, in 3 to 7 ms).
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
    if trim is not None:
        trim(0)


def _limit_processor(seconds: int) -> None:
    """Let this question use so many more seconds of processor; the kernel ends the process after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY))


def _end_with_parent(parent: int, folder: str) -> NoReturn:
    """End when the parent dies, in the middle of a question too.

    The kernel's own signal for it (PDEATHSIG) follows the thread that started us, and that one may end long before its
    process; a closed pipe is not noticed while busy, and a process forked off the parent may hold it open.
    """
    while os.getppid() == parent:
        time.sleep(_LOOK_AT_PARENT_SECONDS)
    _end(folder)


def _end(folder: str) -> NoReturn:
    """End with every program started from here."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
