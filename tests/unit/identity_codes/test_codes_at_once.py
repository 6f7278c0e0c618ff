"""Two hands on one code at the same moment, on the real database."""

import re
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from core.errors import AmparoError
from identity.models import OneTimeCode
from identity.services import send_code, verify_code

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's test database is in memory: it cannot wait"),
]
HANDS = 8


def at_once(act: Callable[[], object]) -> Counter[str]:
    """Run `act` in several threads from the same starting line; count how each ended."""
    line, endings, lock = threading.Barrier(HANDS), Counter(), threading.Lock()

    def one() -> None:
        line.wait()
        try:
            act()
            ending = "taken"
        except AmparoError as refused:
            ending = refused.code
        finally:
            connection.close()
        with lock:
            endings[ending] += 1

    threads = [threading.Thread(target=one) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return endings


def challenge_and_code(mailoutbox) -> tuple[object, str]:
    sent = send_code(purpose="signature", email="alguien@example.org", bound_to="texto", subject_ref="app-1")
    return sent.challenge_id, re.search(r"(\d{3} \d{3})", mailoutbox[-1].body)[1]


@pytest.mark.req("S2-57")
def test_the_right_code_given_eight_times_at_once_is_taken_once(mailoutbox):
    challenge, code = challenge_and_code(mailoutbox)
    assert at_once(lambda: verify_code(challenge, code, bound_to="texto")) == {"taken": 1, "code.used": HANDS - 1}


@pytest.mark.req("S2-57")
def test_eight_wrong_guesses_at_once_weigh_five(mailoutbox):
    challenge, code = challenge_and_code(mailoutbox)
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"
    endings = at_once(lambda: verify_code(challenge, wrong, bound_to="texto"))
    assert endings == {"code.wrong": 4, "code.locked": HANDS - 4}
    assert OneTimeCode.objects.get().tries == 5


def test_eight_sends_at_once_are_one_message(mailoutbox):
    endings = at_once(lambda: challenge_and_code(mailoutbox))
    assert endings == {"taken": 1, "code.too_soon": HANDS - 1}
    assert len(mailoutbox) == 1
