"""What the tests have a process apart do: work, and everything that goes wrong."""

import os
import signal
import subprocess
import time

from core.apart import Answer
from core.errors import AmparoError

KEPT = []


def prepare():
    print("noise on the way up", flush=True)


def echo(arguments, parts):
    print("a library that prints", flush=True)
    os.write(1, b"and one that writes below Python")
    return Answer({"said": arguments["say"], "process": os.getpid()}, parts[::-1])


def sleep(arguments, _):
    time.sleep(arguments["seconds"])
    return Answer({})


def burn(_, __):
    while True:
        pass


def eat(_, __):
    return Answer({"size": len(bytearray(2 << 30))})


def nibble(_, __):
    """Memory taken bit by bit, as a decoder does."""
    eaten = []
    while True:
        eaten.append(bytearray(1 << 20))


def scatter(_, __):
    """Memory let go in pieces below one that is kept, as after many pictures."""
    blocks = [b"x" * 100_000 + bytes([number % 256]) for number in range(800)]
    KEPT.append(blocks[-1])
    return Answer({"megabytes": len(blocks) / 10})


def crash(_, __):
    os.kill(os.getpid(), signal.SIGSEGV)


def fail(_, __):
    raise ValueError("the secret 12345678Z")


def refuse(arguments, _):
    raise AmparoError(arguments["code"])


def wrong(_, __):
    return Answer({}, (b"x",) * 50)


def known(_, __):
    from django.conf import settings

    return Answer(
        {"environment": sorted(os.environ), "configured": settings.configured, "folder": os.environ["TMPDIR"]}
    )


def start_program(_, __):
    """A program of its own, as Tesseract is, and a wait for it."""
    program = subprocess.Popen(["sleep", "60"])
    with open(os.path.join(os.environ["TMPDIR"], "program"), "w") as note:
        note.write(str(program.pid))
    program.wait()


OPERATIONS = {
    operation.__name__: operation
    for operation in (echo, sleep, burn, eat, nibble, scatter, crash, fail, refuse, wrong, known, start_program)
}
