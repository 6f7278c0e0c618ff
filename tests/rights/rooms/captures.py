"""Capture in person at a CAISS: its pages, and what a capturer may do with the person in front of them."""

from dataclasses import dataclass

from core.models import Office as Place
from tests.rights.rows import Office, Scene, no_such, nothing

CAPTURERS = {"capturer here", "capturer elsewhere"}


@dataclass(frozen=True)
class OfACapture(Office):
    """A page of one capture. Nobody has this one: capturers are told so, everybody else is refused.

    Whose capture is whose, and on which day, is in ``tests/rights/test_captures.py``.
    """

    @property
    def in_every_state(self) -> bool:
        """The dossier has no part in it."""
        return False


def _capture(how: str, *more: str) -> OfACapture:
    def arguments(scene: Scene) -> list[object]:
        return [no_such(scene), *more]

    return OfACapture(CAPTURERS, how, arguments=arguments)


ADDRESSES = {
    "captures:home": Office(CAPTURERS, "form", arguments=nothing),
    "captures:start": Office(CAPTURERS, "form", arguments=nothing),
    "captures:resume": Office(CAPTURERS, "form", arguments=nothing),
    "captures:draft": _capture("page"),
    "captures:contact": _capture("form"),
    "captures:contact_code": _capture("form"),
    "captures:identity": _capture("form"),
    "captures:leave": _capture("act"),
    "captures:delete": _capture("form"),
    "captures:personal": _capture("form"),
    "captures:address": _capture("form"),
    "captures:household": _capture("form"),
    "captures:member_add": _capture("form"),
    "captures:member": _capture("form", "b"),
    "captures:member_remove": _capture("form", "b"),
    "captures:questions": _capture("page", "residence"),
    "captures:questions_group": _capture("form", "residence", "a"),
    "captures:documents": _capture("page"),
    "captures:document": _capture("form", "family_ties"),
    "captures:account": _capture("form"),
    "captures:review": _capture("page"),
    "captures:sign": _capture("form"),
    "captures:sheet": _capture("page"),
    "captures:screen": _capture("form"),
    "captures:sent": _capture("page"),
    "captures:receipt": _capture("page"),
}
POWERS = {
    "identity.attend": {"": {"capturer here"}},
    "application.capture": {"": CAPTURERS},
}
SUBJECTS = {
    "identity.attend": lambda scene: Place.objects.get(kind="caiss", province_code="28"),
    "application.capture": lambda scene: None,
}
