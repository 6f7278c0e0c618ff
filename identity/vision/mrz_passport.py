"""Zones of passports (TD3): two lines of 44."""

from __future__ import annotations

import re
from datetime import date

from identity.vision.centuries import birth_of, expiry_of
from identity.vision.mrz import (
    AS_DIGIT,
    AS_LETTER,
    PASSPORT_LENGTH,
    Mrz,
    check_digit,
    refilled,
    split_names,
)


def parse(lines: list[str], today: date) -> Mrz | None:
    """The zone of a passport, or None where the lines do not have its form."""
    first = lines[0][:PASSPORT_LENGTH].ljust(PASSPORT_LENGTH, "<")
    second = refilled(lines[1], PASSPORT_LENGTH)
    if len(lines[0]) < 30 or len(second) != PASSPORT_LENGTH or not re.match(r"^P[A-Z<]", first):
        return None
    first = first.translate(AS_LETTER)
    second = _typed(second)
    checks = _checks(second)
    nationality = second[10:13].strip("<")
    surnames, names = split_names(first[5:])
    return Mrz(
        format="TD3",
        lines=(first, second),
        checks=checks,
        number=second[:9].strip("<") if checks["document"] and checks["composite"] else "",
        support="",
        birth=birth_of(second[13:19], today) if checks["birth"] else None,
        expiry=expiry_of(second[21:27], today) if checks["expiry"] else None,
        sex=second[20] if second[20] in "MF" else "",
        nationality=nationality,
        surnames=surnames,
        names=names,
    )


def _typed(line: str) -> str:
    """What each place admits: digits in the dates and checks, letters in the nationality."""
    return (
        line[:9]
        + line[9].translate(AS_DIGIT)
        + line[10:13].translate(AS_LETTER)
        + line[13:20].translate(AS_DIGIT)
        + (line[20] if line[20] in "MF<X" else "<")
        + line[21:28].translate(AS_DIGIT)
        + line[28:42]
        + line[42:].translate(AS_DIGIT)
    )


def _checks(line: str) -> dict[str, bool]:
    personal = line[28:42]
    empty = not personal.strip("<") and line[42] in "0<"
    return {
        "document": check_digit(line[:9]) == line[9],
        "birth": check_digit(line[13:19]) == line[19],
        "expiry": check_digit(line[21:27]) == line[27],
        "personal": empty or check_digit(personal) == line[42],
        "composite": check_digit(line[:10] + line[13:20] + line[21:43]) == line[43],
    }
