"""``manage.py standin``: a process of its own, as `make run` starts it."""

import os
import signal
import subprocess
import sys

import httpx
from django.conf import settings

from core.demonstration import person


def test_a_stand_in_process_answers_and_stops_when_told(tmp_path):
    environment = {**os.environ, "AMPARO_DATA_DIR": str(tmp_path), "AMPARO_STANDIN_TOKEN": "of this test"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "standin", "residence", "--port", "0"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        url = next(word for word in line.split() if word.startswith("http"))
        question = {"number": person("lucia").document_number}
        body = {"request_id": "1", "case_ref": "c", "purpose": "p", "officer": "", "question": question}
        secret = {"Authorization": "Bearer of this test"}
        reply = httpx.post(f"{url}/v1/questions", json=body, headers=secret).json()
        assert (reply["request_id"], reply["state"], reply["data"]["province_code"]) == ("1", "ok", "28")
        (tmp_path / "standin-faults").write_text("residence error\n")
        assert httpx.post(f"{url}/v1/questions", json=body, headers=secret).status_code == 503
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
