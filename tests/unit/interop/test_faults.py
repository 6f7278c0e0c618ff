"""A source that is down, slow, failing or talking nonsense is an answer, quickly, and never an exception."""

import threading
import time

import httpx
import pytest

from core.demonstration import person
from interop import connectors, services
from interop.models import Exchange
from interop.standins import serve

pytestmark = pytest.mark.django_db


def ask_residence():
    return services.ask(
        "residence", {"number": person("lucia").document_number}, subject_ref="case-1", purpose="Comprobar el padrón"
    )


@pytest.mark.req("S2-60")
@pytest.mark.parametrize(
    ("fault", "noted"),
    [("down", "unreachable"), ("slow", "timeout"), ("error", "http_error"), ("wrong_shape", "wrong_shape")],
)
def test_each_fault_is_the_answer_down_within_two_seconds(stand_ins, fault, noted):
    stand_ins["residence"].fault = fault
    started = time.monotonic()
    answer = ask_residence()
    assert time.monotonic() - started < 2.0
    assert (answer.state, answer.data) == ("down", {})
    row = Exchange.objects.get(public_id=answer.exchange_id)
    assert (row.result, row.fault) == ("down", noted)


def test_nobody_listening_is_down(stand_ins):
    stand_ins["residence"].stop()
    assert ask_residence().is_down
    assert Exchange.objects.get().fault == "unreachable"


def test_the_next_question_is_answered_once_the_source_is_back(stand_ins):
    stand_ins["residence"].fault = "error"
    assert ask_residence().is_down
    stand_ins["residence"].fault = "none"
    assert ask_residence().state == "ok"


@pytest.mark.parametrize("fault", ["down", "error", "wrong_shape"])
def test_a_fault_leaves_nothing_behind_on_the_connection(stand_ins, fault):
    for mood, state in [("none", "ok"), (fault, "down"), ("none", "ok"), ("none", "ok")]:
        stand_ins["residence"].fault = mood
        assert ask_residence().state == state


@pytest.mark.req("S2-60")
def test_a_storm_of_errors_opens_the_breaker_and_spares_the_source(stand_ins):
    source = stand_ins["residence"]
    source.fault = "error"
    faults = []
    for _ in range(8):
        ask_residence()
        faults.append(Exchange.objects.order_by("id").last().fault)
    assert faults == ["http_error"] * 3 + ["breaker_open"] * 5
    assert source.questions_seen == 3


def test_an_open_breaker_answers_at_once_and_closes_by_itself(stand_ins):
    source = stand_ins["residence"]
    way = connectors.connector("residence")
    way.breaker.reset_timeout = 0.3
    source.fault = "error"
    for _ in range(3):
        ask_residence()
    source.fault = "none"
    started = time.monotonic()
    assert ask_residence().is_down
    assert time.monotonic() - started < 0.2
    time.sleep(0.35)
    assert ask_residence().state == "ok"
    assert way.breaker.current_state == "closed"


def test_one_rejected_question_does_not_open_the_breaker(stand_ins):
    way = connectors.connector("tax")
    for number in range(5):
        with pytest.raises(connectors.QuestionRejected):
            way.ask(connectors.Request(f"r{number}", "case", "why", "", question=None))  # type: ignore[arg-type]
    assert way.breaker.current_state == "closed"


def test_an_answer_to_another_question_is_no_answer(stand_ins, monkeypatch):
    asked = connectors.Request("mine", "case", "why", "", {"number": person("lucia").document_number})
    way = connectors.connector("residence")
    honest = way._post(connectors.Request("other", "case", "why", "", asked.question))
    monkeypatch.setattr(way, "_post", lambda request: honest)
    with pytest.raises(connectors.SourceDown, match="answer_to_another_question"):
        way.ask(asked)


def test_questions_without_the_shared_secret_are_turned_away(stand_ins, settings):
    url = stand_ins["police"].url
    assert httpx.post(f"{url}/v1/questions", json={}).status_code == 401
    assert httpx.get(f"{url}/health").json() == {"name": "police", "state": "up"}
    settings.STANDIN_TOKEN = "not the secret"
    assert ask_residence().is_down
    assert Exchange.objects.get().http_status == 401


def test_slow_calls_do_not_queue_behind_each_other(stand_ins):
    """pybreaker alone would serialise them: six calls of 1.5 s would take 9 s."""
    stand_ins["residence"].fault = "slow"
    way = connectors.connector("residence")
    question = {"number": person("lucia").document_number}

    def one(index: int) -> None:
        with pytest.raises(connectors.SourceDown):
            way.ask(connectors.Request(str(index), "case", "why", "", question))

    threads = [threading.Thread(target=one, args=(index,)) for index in range(6)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - started < 4.0


def test_faults_are_switched_from_a_file_while_running(tmp_path, settings):
    switch = tmp_path / "faults"
    with serve("residence", fault_file=switch) as source:
        settings.STANDIN_URLS = {**settings.STANDIN_URLS, "residence": source.url}
        assert ask_residence().state == "ok"
        switch.write_text("tax slow\nresidence down\n")
        assert ask_residence().is_down
        switch.unlink()
        assert ask_residence().state == "ok"


def test_hostile_requests_do_not_kill_a_stand_in(stand_ins):
    source = stand_ins["tax"]
    secret = {"Authorization": f"Bearer {source.token}"}
    url = f"{source.url}/v1/questions"
    for body in (b"", b"{", b"[]", b'{"question": 3}', b"\xff\xfe", b'{"request_id": 1, "question": []}'):
        assert httpx.post(url, content=body, headers=secret).status_code == 400
    assert httpx.post(url, content=b"x" * 100_000, headers=secret).status_code == 413
    assert httpx.post(f"{source.url}/elsewhere", content=b"{}", headers=secret).status_code == 404
    assert httpx.get(f"{source.url}/health").status_code == 200


def test_unknown_names_and_faults_are_refused():
    with pytest.raises(ValueError, match="unknown stand-in"):
        serve("weather")
    with serve("tax") as source, pytest.raises(ValueError, match="unknown fault"):
        source.fault = "sleepy"
