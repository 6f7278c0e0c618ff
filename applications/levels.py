"""How sure we are of who applies: the level an application has reached, and the one its procedure asks.

0 nobody said who they are · 1 a code, by e-mail or SMS · 2 the document and the face, or the person at a desk ·
3 an electronic identity. What each procedure asks is in the settings, not here. Being seen at a desk with the original
document is good for any procedure: it is the way that stays open to everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.conf import settings
from django.utils import timezone

from applications.models import Application, ApplicationState
from core.calendars import add_working_days
from identity.selectors import check_state
from identity.services import electronic


class Level(IntEnum):
    """How sure we are of who somebody is."""

    NONE = 0
    CODE = 1
    DOCUMENT = 2
    ELECTRONIC = 3


WORDS = {
    Level.NONE: "no hace falta identificarse",
    Level.CODE: "un código a tu correo o a tu móvil",
    Level.DOCUMENT: "tu documento, y tu cara si quieres, o que lo compruebe una persona",
    Level.ELECTRONIC: "identidad electrónica, o una visita a la oficina",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The level asked and the one reached, with their words; `settled` when the person need do nothing more now.

    `by_a_person` while a human look is what is missing: that never stops the signature.
    """

    asked: Level
    reached: Level
    settled: bool
    by_a_person: bool
    provider: str

    @property
    def asked_words(self) -> str:
        """What the procedure asks."""
        return WORDS[self.asked]

    @property
    def reached_words(self) -> str:
        """What there is."""
        return "nada todavía" if self.reached == Level.NONE else WORDS[self.reached].partition(",")[0]


def asked_of(benefit: str) -> Level:
    """The level a procedure asks; the document, where the settings do not say."""
    return Level(settings.IDENTITY_LEVELS.get(benefit, Level.DOCUMENT))


def reached_by(application: Application) -> Level:
    """The level an application has reached."""
    if application.electronic_id:
        return Level.ELECTRONIC
    if application.identity_outcome == "verified":
        return Level.DOCUMENT
    return Level.CODE if application.email or application.phone else Level.NONE


def settled(application: Application) -> bool:
    """Whether identity keeps the application from nothing: reached, or in a person's hands where that is enough."""
    asked = asked_of(application.benefit)
    if reached_by(application) >= asked or application.presence_id:
        return bool(application.identity_outcome) or asked <= Level.CODE
    return asked == Level.DOCUMENT and bool(application.identity_outcome)


def standing(application: Application) -> Standing:
    """Both levels, for the person's page and the office's."""
    return Standing(
        asked=asked_of(application.benefit),
        reached=reached_by(application),
        settled=settled(application),
        by_a_person=application.identity_outcome == "review",
        provider=settings.ELECTRONIC_IDENTITY["name"] if electronic.available() else "",
    )


def identity_target(application: Application) -> date:
    """Until when a person means to have looked at who applied: a target shown to both sides, no legal date."""
    sent = timezone.localdate(application.submitted_at)
    return add_working_days(sent, settings.IDENTITY_REVIEW_DAYS, application.province_code)


def looked_at_until(application: Application) -> date | None:
    """Until when a person looks at who applied, where one does."""
    by_other_means = application.electronic_id or application.presence_id
    if application.state != ApplicationState.SUBMITTED or by_other_means:
        return None
    state = check_state(str(application.public_id))
    return identity_target(application) if state is not None and state.state == "review" else None
