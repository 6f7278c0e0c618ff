"""The specimens of each person of the demonstration: good pictures, and the bad ones worth trying."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from core.demonstration import DemoPerson


def age_of(person: DemoPerson, today: date | None = None) -> int:
    """Age in whole years."""
    today = today or timezone.localdate()
    born = person.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
