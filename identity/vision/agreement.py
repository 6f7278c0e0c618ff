"""Do the two faces of the card and what was typed say the same? Field by field, and never guessing.

Each field ends as ``agrees``, ``differs`` or ``not_read``. What could not be read is never called different.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from core.identifiers import normalize_document_number
from core.validity import PERMANENT, PERMANENT_FROM_AGE, has_turned
from identity.types import ClaimedIdentity
from identity.vision.mrz import transliterated

AGREES, DIFFERS, NOT_READ = "agrees", "differs", "not_read"
SURE = 0.9
"""Confidence from which one reading alone may contradict another."""
_NAME_PLACES = 30
_NEAR = 2  # letters that a misreading changes at most
_LEAST_WORD, _SHORT_WORD = 3, 4


@dataclass(frozen=True)
class Agreement:
    """State of every field compared, and whether the card has expired or is permanent."""

    fields: dict[str, str]
    expired: bool | None
    permanent: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything needed was read, agrees and is in force."""
        needed = ("number", "sides", "names", "birth")
        good = all(self.fields[name] == AGREES for name in needed)
        return good and self.fields["expiry"] != DIFFERS and self.expired is False


def _names(claimed: ClaimedIdentity, front: dict[str, str], back: dict[str, str]) -> str:
    """The names have no check digit: they differ only when two readings say the same, clearly other, thing.

    One or two letters apart (O and Q, for one) is a misreading as likely as another name, so it counts as not read. A
    front with a word of its own, where the zone says what was typed, differs.
    """
    readings = [line for line in back.get("name_lines", "").split("|") if line]
    surnames = transliterated(f"{claimed.first_surname} {claimed.second_surname}")
    whole = f"{surnames}<<{transliterated(claimed.first_name)}"
    if any(_same_line(whole, reading) for reading in readings):
        return AGREES if not another_name(_printed(front), whole) else DIFFERS
    twice = [reading for reading in set(readings) if readings.count(reading) > 1]
    return DIFFERS if any(far(whole, reading) for reading in twice) else NOT_READ


def _printed(front: dict[str, str]) -> str:
    return f"{front.get('surnames', '')} {front.get('names', '')}".strip()


def far(first: str, second: str) -> bool:
    """Whether more than two letters must change to make one of the other: too many for a misreading."""
    return letters_apart(first, second) > _NEAR


def letters_apart(first: str, second: str) -> int:
    """How many letters have to be changed, put in or left out to make one of the other (Levenshtein)."""
    row = list(range(len(second) + 1))
    for index, letter in enumerate(first, 1):
        last, row[0] = row[0], index
        for place, other in enumerate(second, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (letter != other))
    return row[-1]


def _same_line(whole: str, read: str) -> bool:
    # The zone has 30 places: a long name is cut there, and only what fits can be compared.
    if len(whole) <= _NAME_PLACES:
        return whole == read
    return len(read) >= _NAME_PLACES - 2 and whole.startswith(read[:_NAME_PLACES])


def _day(claimed: date | None, read: str | None) -> str:
    if not read or claimed is None:
        return NOT_READ
    return AGREES if claimed.isoformat() == read else DIFFERS


def _number(claimed: str, front: dict[str, str], back: dict[str, str]) -> str:
    read = {side["number"] for side in (front, back) if side.get("number")}
    if not read:
        return NOT_READ
    return AGREES if read == {claimed} else DIFFERS


def sides_agree(front: dict[str, str], back: dict[str, str]) -> str:
    """Whether both pictures are of the same card, by number; by birth date where a number was not read."""
    if front.get("number") and back.get("number"):
        return AGREES if front["number"] == back["number"] else DIFFERS
    days = [day for day in front.get("dates", "").split(",") if day]
    if len(days) >= 2 and back.get("birth") and back.get("expiry"):
        # One of the dates may be misread; none in common on a card that shows three is another card.
        return NOT_READ if {back["birth"], back["expiry"]} & set(days) else DIFFERS
    return NOT_READ


def same_field(name: str, first: str, second: str) -> str:
    """Whether two values of one field say the same; either may be how a person, a face or the zone writes it."""
    if name in ("surnames", "names"):
        return AGREES if same_name(first, second) else DIFFERS
    return AGREES if _plain(first) == _plain(second) else DIFFERS


def same_name(first: str, second: str) -> bool:
    """Whether two spellings are one name: without accents, Ñ as N or NXX, hyphen as space."""
    ways = [{letters(name), letters(re.sub("[Ññ]", "NXX", name))} for name in (first, second)]
    return bool(ways[0] & ways[1])


def another_name(read: str, known: str) -> bool:
    """Whether a reading has a word that is no misreading of any word of a name; words that are missing say nothing."""
    words, others = (transliterated(name).split("<") for name in (read, known))
    return any(all(_another_word(word, other) for other in others) for word in words if len(word) >= _LEAST_WORD)


def _another_word(word: str, other: str) -> bool:
    # A word at the zone's end may be cut.
    same = word.startswith(other) and len(other) >= _LEAST_WORD
    return not same and letters_apart(word, other) > (_NEAR if len(word) > _SHORT_WORD else 1)


def letters(name: str) -> str:
    """A name's letters as the zone writes them, without what stands between words."""
    return transliterated(name).replace("<", "")


def _plain(value: str) -> str:
    return re.sub(r"[\s.\-]", "", value.upper())


def typed_states(typed: dict[str, str], fields: dict[str, dict[str, Any]]) -> dict[str, str]:
    """State of every field typed, against what was read."""
    return {name: _typed_state(name, value, fields.get(name, {})) for name, value in typed.items()}


def _typed_state(name: str, typed: str, field: dict[str, Any]) -> str:
    read = str(field.get("value") or "")
    if not read or not typed:
        return NOT_READ
    state = same_field(name, typed, read)
    if state == DIFFERS and name in ("surnames", "names"):
        # Of a name, a letter or two is a misreading as likely as another name.
        return DIFFERS if field["confidence"] >= SURE and another_name(read, typed) else NOT_READ
    return state


def dates_in_order(fields: dict[str, dict[str, Any]]) -> bool | None:
    """Whether birth, issue and expiry follow one another; None where fewer than two were read."""
    days = [day for name in ("birth", "issue", "expiry") if (day := fields.get(name, {}).get("value"))]
    if len(days) < 2:
        return None
    return all(earlier < later for earlier, later in pairwise(days))


def permanent_fits(fields: dict[str, dict[str, Any]], today: date) -> bool | None:
    """Whether the holder of a permanent card was old enough for one when it was given out, or, where that day was not
    read, is so today. None where the card is not permanent or the birth was not read."""
    birth, issue, expiry = (fields.get(name, {}).get("value") for name in ("birth", "issue", "expiry"))
    if expiry != PERMANENT.isoformat() or not birth:
        return None
    given = min(today, date.fromisoformat(issue)) if issue else today
    return has_turned(PERMANENT_FROM_AGE, date.fromisoformat(birth), given)


def agree(claimed: ClaimedIdentity, front: dict[str, str], back: dict[str, str], today: date) -> Agreement:
    """Compare what was typed with what was read on both faces."""
    number = normalize_document_number(claimed.number)
    expiry = back.get("expiry")
    return Agreement(
        fields={
            "number": _number(number, front, back),
            "sides": sides_agree(front, back),
            "names": _names(claimed, front, back),
            "birth": _day(claimed.birth_date, back.get("birth")),
            "expiry": _day(claimed.expires_on, expiry),
        },
        expired=None if not expiry else date.fromisoformat(expiry) < today,
        permanent=expiry == PERMANENT.isoformat(),
    )
