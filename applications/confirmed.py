"""The confirmations of other adults that stand, as plain data: for papers and for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from applications.models import Application, ConfirmationState
from identity.selectors import consent_facts


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One person's confirmation: whose, when, and of which text."""

    member_ref: str
    at: datetime
    version: str
    text_hash: str


def confirmed(application: Application) -> list[Confirmed]:
    """Those that stand now, of people who are still in the unit."""
    here = set(application.members.values_list("ref", flat=True))
    found = []
    for row in application.confirmations.filter(state=ConfirmationState.CONFIRMED, member_ref__in=here):
        facts = consent_facts(row.consent_id)
        if facts is not None and facts.revoked_at is None:
            found.append(Confirmed(row.member_ref, facts.given_at, facts.version, facts.text_hash))
    return found
