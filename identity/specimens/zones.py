"""Writing machine-readable zones (ICAO 9303 parts 3, 4 and 5) as a document's printer does.

The reader does not use this module and this module does not use the reader: what one of them has wrong, the other
does not excuse.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_WEIGHTS = (7, 3, 1)
# Letters that no decomposition turns into A–Z (ICAO 9303-3, section 6). Ü is written U, as Spanish cards do.
_SPELT = {"Æ": "AE", "Ø": "OE", "Å": "AA", "ß": "SS", "Þ": "TH", "Ð": "D", "Đ": "D", "Ł": "L", "Œ": "OE"}
# What stays of the given names when the surnames alone would fill the line.
_LEAST_OF_NAMES = 3


def check_digit(text: str) -> str:
    """Check digit of ``text``: digits count themselves, A to Z ten to thirty-five, filler nothing."""
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def transliterated(name: str) -> str:
    """A name in the zone's alphabet: no accents, Ñ as N, apostrophes dropped, hyphens and spaces as ``<``."""
    spelt = "".join(_SPELT.get(letter, letter) for letter in name.upper().replace("ß", "SS"))
    plain = "".join(sign for sign in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(sign))
    return re.sub(r"[^A-Z]+", "<", re.sub(r"['’·.`]", "", plain)).strip("<")


def name_field(surnames: str, names: str, width: int) -> str:
    """Surnames, ``<<``, names, in ``width`` places. Too long: names are cut, then surnames, leaving part of both."""
    first, second = transliterated(surnames), transliterated(names)
    kept = min(len(second), _LEAST_OF_NAMES)
    first = first[: width - 2 - kept]
    return f"{first}<<{second}"[:width].ljust(width, "<") if second else first[:width].ljust(width, "<")


def _day(day: date) -> str:
    return day.strftime("%y%m%d")


def _with_digit(text: str) -> str:
    return text + check_digit(text)


def td1(  # noqa: PLR0913 - the fields of the zone
    *,
    code: str,
    issuer: str,
    document: str,
    optional: str,
    birth: date,
    sex: str,
    expiry: date,
    nationality: str,
    surnames: str,
    names: str,
) -> tuple[str, ...]:
    """Three lines of 30: identity cards and residence permits. ``optional`` holds the DNI or NIE on Spanish ones."""
    first = f"{code:<<2}{issuer:<<3}{_with_digit(document.ljust(9, '<'))}{optional}".ljust(30, "<")
    second = f"{_with_digit(_day(birth))}{sex or '<'}{_with_digit(_day(expiry))}{nationality:<<3}".ljust(29, "<")
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return first, second + check_digit(composite), name_field(surnames, names, 30)


def td3(  # noqa: PLR0913 - the fields of the zone
    *,
    issuer: str,
    document: str,
    optional: str,
    birth: date,
    sex: str,
    expiry: date,
    nationality: str,
    surnames: str,
    names: str,
) -> tuple[str, ...]:
    """Two lines of 44: passports."""
    first = f"P<{issuer:<<3}{name_field(surnames, names, 39)}"
    second = f"{_with_digit(document.ljust(9, '<'))}{nationality:<<3}{_with_digit(_day(birth))}{sex or '<'}"
    second += f"{_with_digit(_day(expiry))}{_with_digit(optional.ljust(14, '<'))}"
    return first, second + check_digit(second[0:10] + second[13:20] + second[21:43])


def with_digits_again(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of an edited TD1 zone with every check digit made to hold again, as a careful forger would."""
    first, second, third = lines
    first = first[:14] + check_digit(first[5:14]) + first[15:]
    second = second[:6] + check_digit(second[:6]) + second[7:14] + check_digit(second[8:14]) + second[15:29]
    return first, second + check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29]), third
