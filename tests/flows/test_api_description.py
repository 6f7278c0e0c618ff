"""The served OpenAPI document is true: schemathesis calls the rules over HTTP and finds nothing wrong."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from simulator.api import examples as api_examples

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"),
    "negative_data_rejection",
)


@pytest.fixture
def _many_calls_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of calls has its own tests; here it would hide every other answer."""
    cache.clear()
    monkeypatch.setattr(settings, "API_CALLS_PER_MINUTE", 1_000_000)


@pytest.mark.usefixtures("_many_calls_a_minute")
def test_schemathesis_finds_nothing_wrong(live_server: Any) -> None:
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", f"{live_server.url}/api/v1/schema"),
        *("--include-path-regex", r"^/api/v1/(simulations|benefits/)"),
        *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"),
        *("--seed", "4", "--max-examples", "25", "--generation-deterministic", "--no-color"),
    ]
    found = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.django_db
def test_the_described_examples_are_answered() -> None:
    def post(path: str, body: Any) -> int:
        return Client().post(f"/api/v1/{path}", data=body, content_type="application/json").status_code

    assert post("simulations", api_examples.CASE) == 200
    assert post("benefits/imv/form", api_examples.PARTIAL_CASE) == 200
    assert post("benefits/imv/income", api_examples.INCOME) == 200
