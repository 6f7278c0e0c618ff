"""Before its first request a process gets ready: what cannot be prepared yet is told and left for later."""

import gc
import subprocess
import sys

from core import serving


def test_what_fails_to_get_ready_stops_nothing(monkeypatch, caplog):
    done = []

    def broken():
        raise OSError("the database does not answer yet")

    monkeypatch.setattr(serving, "_PREPARATIONS", [broken, lambda: done.append(True)])
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    serving.get_ready()
    assert done == [True, "frozen"]
    assert "could not be prepared before serving" in caplog.text


def test_the_web_server_has_the_rules_compiled_before_it_serves():
    code = (
        "import core.wsgi, gc; from rules import texts_store; print(len(texts_store._COMPILED), gc.get_freeze_count())"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    compiled, frozen = found.stdout.split()
    assert int(compiled) > 0
    assert int(frozen) > 10_000
