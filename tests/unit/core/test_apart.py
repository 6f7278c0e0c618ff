"""A process apart answers; one that costs too much, crashes or is killed costs only itself."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.apart import BusyError, GaveUpError, Limits, Workers, messages
from core.errors import AmparoError

OPERATIONS = "tests.unit.core.apart_operations"


@pytest.fixture(scope="module")
def workers():
    """One process with short limits. A slow machine may take its time to start it."""
    made = Workers(OPERATIONS, Limits(seconds=8, processor_seconds=1, megabytes=200, wait_seconds=30))
    yield made
    made.close()


@pytest.fixture
def pid(workers):
    return lambda: workers.ask("echo", {"say": ""}).values["process"]


def gone(process, within=10.0):
    """Whether the process is no more, waited for."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def noted(folder, within=20.0):
    """The number a program wrote down in its folder."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        notes = list(folder()) if callable(folder) else [folder]
        for note in notes:
            if note.exists() and note.read_text():
                return int(note.read_text())
        time.sleep(0.05)
    raise AssertionError("it never started")


def test_values_and_bytes_go_and_come_whatever_is_printed(workers):
    parts = (b"", bytes(range(256)) * 40_000)
    answer = workers.ask("echo", {"say": "ñ <"}, parts)
    assert answer.values["said"] == "ñ <"
    assert answer.parts == parts[::-1]


def test_it_stays_warm(pid):
    assert pid() == pid()


def test_what_a_question_let_go_is_the_systems_again(workers, pid):
    process = pid()
    before = next(one.megabytes() for one in workers.processes())
    assert workers.ask("scatter", {}).values["megabytes"] == 80
    after = next(one.megabytes() for one in workers.processes() if one.number == process)
    assert after - before < 20


def test_one_that_holds_too_much_is_replaced_after_its_answer():
    made = Workers(OPERATIONS, Limits(megabytes=200, resting_megabytes=1))
    first, second = (made.ask("echo", {"say": ""}).values["process"] for _ in range(2))
    assert first != second
    assert gone(first)
    assert made.processes() == ()
    assert made.counts == {"started": 2, "answered": 2, "worn": 2}
    made.close()


def test_one_is_got_ready_meanwhile_and_the_question_that_comes_first_waits_for_it():
    made = Workers(OPERATIONS, Limits(megabytes=200))
    made.warm_meanwhile()
    made.warm_meanwhile()
    until = time.monotonic() + 30
    while not made.processes() and time.monotonic() < until:
        time.sleep(0.01)
    (ready,) = made.processes()
    assert made.ask("echo", {"say": ""}).values["process"] == ready.number
    assert made.counts["started"] == 1
    made.close()


@pytest.mark.parametrize(
    ("operation", "arguments", "reason"),
    [
        ("sleep", {"seconds": 60}, "time"),
        ("eat", {}, "memory"),
        ("nibble", {}, "memory"),
        ("crash", {}, "died"),
        ("fail", {}, "failed"),
        ("wrong", {}, "failed"),
        ("no-such-operation", {}, "failed"),
    ],
)
def test_what_goes_wrong_costs_one_process_and_the_next_question_is_answered(
    workers, pid, operation, arguments, reason
):
    before, counted = pid(), workers.counts[reason]
    begun = time.monotonic()
    with pytest.raises(GaveUpError) as caught:
        workers.ask(operation, arguments)
    assert caught.value.reason == reason
    assert "12345678Z" not in str(caught.value)
    assert time.monotonic() - begun < 12
    assert workers.counts[reason] == counted + 1
    assert gone(before)
    assert pid() != before


def test_the_kernel_ends_what_uses_too_much_processor(workers):
    with pytest.raises(GaveUpError) as caught:
        workers.ask("burn", {})
    assert caught.value.detail == "SIGXCPU", "before the clock's time was up"


def test_an_error_of_the_catalogue_comes_through_and_costs_nothing(workers, pid):
    before = pid()
    with pytest.raises(AmparoError, match=r"record\.busy"):
        workers.ask("refuse", {"code": "record.busy"})
    assert pid() == before


def test_killed_in_the_middle_the_next_question_is_answered_and_its_programs_are_gone(workers, pid):
    before = pid()
    folder = Path(workers.ask("known", {}).values["folder"])
    threading.Thread(target=lambda: (noted(folder / "program"), os.kill(before, signal.SIGKILL))).start()
    note = []
    threading.Thread(target=lambda: note.append(noted(folder / "program"))).start()
    with pytest.raises(GaveUpError) as caught:
        workers.ask("start_program", {})
    assert caught.value.reason == "died"
    assert pid() != before
    assert gone(note[0])
    assert not folder.exists()


def test_one_killed_while_it_waits_is_replaced_unnoticed(workers, pid):
    before = pid()
    os.kill(before, signal.SIGKILL)
    assert gone(before)
    assert pid() != before


def test_it_is_told_no_secret_and_knows_no_setting(workers, monkeypatch):
    monkeypatch.setenv("AMPARO_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@host/name")
    workers.close()
    known = workers.ask("known", {}).values
    assert not [name for name in known["environment"] if name.startswith(("AMPARO", "DATABASE", "REDIS", "CELERY"))]
    assert known["configured"] is False
    folder = Path(known["folder"])
    assert folder.stat().st_mode & 0o077 == 0
    workers.close()
    assert not folder.exists()


def test_threads_share_it_and_one_too_many_is_told_to_come_back(workers):
    answers = []
    threads = [
        threading.Thread(target=lambda say=say: answers.append(workers.ask("echo", {"say": say}).values["said"]))
        for say in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(6))
    hurried = Workers(OPERATIONS, Limits(wait_seconds=0))
    with hurried._place(), pytest.raises(BusyError):
        hurried.ask("echo", {"say": ""})
    assert hurried.counts["busy"] == 1


def test_a_forked_process_has_its_own_and_leaves_ours(workers, pid):
    ours = pid()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            theirs = workers.ask("echo", {"say": "child"}).values["process"]
            os.write(writing, str(theirs).encode())
            workers.close()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        theirs = int(told.read())
    os.waitpid(child, 0)
    assert theirs != ours
    assert gone(theirs)
    assert pid() == ours


PARENT = f"""
import threading
from core.apart import Limits, Workers
workers = Workers({OPERATIONS!r}, Limits())
threading.Thread(target=workers.warm).start()  # the thread that starts it ends at once
while not workers.processes():
    pass
print(workers.processes()[0].number, flush=True)
workers.ask("start_program", {{}})
"""


def test_a_process_that_is_too_slow_to_start_is_no_fault_of_the_question():
    hurried = Workers(OPERATIONS, Limits(start_seconds=0.01))
    with pytest.raises(GaveUpError) as error:
        hurried.ask("echo", {"say": "hello"})
    assert error.value.reason == "start"
    assert hurried.counts == {"start": 1}
    assert hurried.processes() == ()


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent_in_the_middle_of_a_question(ending):
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    with parent:
        worker = int(parent.stdout.readline())
        program = noted(lambda: Path("/dev/shm").glob(f"amparo-apart-{parent.pid}-*/program"))
        assert Path(f"/proc/{worker}").exists()
        parent.send_signal(ending)
    assert gone(worker)
    assert gone(program)
    assert not list(Path("/dev/shm").glob(f"amparo-apart-{parent.pid}-*"))


@given(st.binary(max_size=200), st.booleans())
def test_what_is_no_message_is_refused_and_nothing_else_happens(content, marked):
    stream = bytearray((b"APT1" if marked else b"") + content)

    def exactly(size):
        if size > len(stream):
            raise EOFError
        taken = bytes(stream[:size])
        del stream[:size]
        return taken

    with pytest.raises((messages.BrokenMessageError, EOFError)):
        messages.read(exactly)
