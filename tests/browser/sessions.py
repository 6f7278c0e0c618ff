"""What a test with a server of its own needs: work done apart from the browser's loop, the session of a citizen."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.test import Client

from applications.views.citizen.session import KEY
from workflow.models import Dossier


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do it in a thread of its own: the browser keeps an event loop in this one, and sealing wants one too."""

    def alone() -> Any:
        try:
            return work(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def behind(dossier: Dossier) -> Client:
    """The browser of the person the dossier is about, after their code."""
    browser = Client()
    session = browser.session
    session[KEY] = {"id": str(dossier.application.public_id), "at": int(time.time())}
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser
