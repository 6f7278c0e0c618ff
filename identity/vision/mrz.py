"""The machine-readable zone of an identity card (ICAO 9303, format TD1: three lines of 30).

Reading is strict: a character may only be what its place allows, the four check digits and the DNI or NIE letter must
hold, and nothing is ever swapped to make them hold (measured: repairing doubles the wrong readings accepted).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LINE_LENGTH = 30
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
# A reader confuses these pairs; where a place admits only one kind of character, the other spelling means this one.
_AS_DIGIT = str.maketrans("OQDILZSBG", "000112586")
_AS_NIE = str.maketrans("2", "Z")
_AS_LETTER = str.maketrans("0158", "OISB")
_NUMBER = re.compile(r"^(?:\d{8}|[XYZ]\d{7})[A-Z]$")


@dataclass(frozen=True)
class Mrz:
    """One zone read. A field whose check does not hold is empty: it was not read, it is not different."""

    lines: tuple[str, str, str]
    checks: dict[str, bool]
    number: str
    support: str
    birth: date | None
    expiry: date | None
    sex: str
    nationality: str
    surnames: str
    names: str
    name_readings: tuple[str, ...] = ()

    @property
    def name_line(self) -> str:
        """Surnames and names as one comparable line."""
        return f"{self.surnames}<<{self.names}"

    @property
    def valid(self) -> bool:
        """Whether every check digit and the number's letter hold."""
        return all(self.checks.values())

    @property
    def spanish(self) -> bool:
        """Whether the issuer is Spain."""
        return self.lines[0][2:5] == "ESP"


def check_digit(text: str) -> str:
    """Check digit of ``text``: weights 7, 3, 1; A is 10, filler is 0."""
    return str(sum(_VALUES[character] * (7, 3, 1)[place % 3] for place, character in enumerate(text)) % 10)


def letter_holds(number: str) -> bool:
    """Whether the letter of a DNI or NIE follows from its digits."""
    if not _NUMBER.match(number):
        return False
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return _LETTERS[int(digits) % 23] == number[-1]


def transliterated(name: str) -> str:
    """A name as the zone writes it: Ñ→N, no accents, only letters and ``<`` between words."""
    plain = unicodedata.normalize("NFKD", name.upper().replace("ß", "SS").replace("Æ", "AE").replace("Ø", "OE"))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^A-Z]+", "<", re.sub(r"['’·.]", "", letters)).strip("<")


def _day(text: str, future: bool, today: date) -> date | None:
    if not text.isdigit():
        return None
    year = 2000 + int(text[:2])
    if not future and year > today.year:
        year -= 100
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def normalise_line(raw: str) -> str:
    """Only the zone's 37 characters; the quotation marks and brackets a reader makes of ``<`` become ``<``."""
    text = raw.upper().replace("«", "<<").replace("‹", "<").replace("Ρ", "P")
    return "".join(character for character in text if character in ALPHABET)


def _padded(line: str) -> str:
    return line[:LINE_LENGTH].ljust(LINE_LENGTH, "<")


def _first_line(raw: str) -> str | None:
    # The last six places of a Spanish card are fillers; a reader may miscount or misread those, so they are not asked.
    line = raw[:24]
    if len(line) < 24:
        return None
    head = line[:5].translate(_AS_LETTER)
    support, check, optional = line[5:14], line[14].translate(_AS_DIGIT), line[15:]
    if re.match(r"^[A-Z0-9]{3}[A-Z0-9]{6}$", support) and not support[1].isdigit():
        support = support[:3].translate(_AS_LETTER) + support[3:].translate(_AS_DIGIT)
    else:
        support = support[0].translate(_AS_LETTER) + support[1:].translate(_AS_DIGIT)
    number = optional[:9]
    if re.match(r"^E\d{8}$", support):  # a foreigner's card: its number starts with X, Y or Z
        number = number[0].translate(_AS_NIE) + number[1:]
    if number[:1] in tuple("XYZ"):
        number = number[0] + number[1:8].translate(_AS_DIGIT) + number[8:].translate(_AS_LETTER)
    elif number.strip("<"):
        number = number[:8].translate(_AS_DIGIT) + number[8:].translate(_AS_LETTER)
    return head + support + check + number + "<" * 6


def _second_line(raw: str) -> str | None:
    # Everything up to the nationality stands from the left and the last digit from the right; between them only
    # fillers, whose exact number a reader often miscounts.
    found = re.match(r"^(.{7})(.)(.{7})([A-Z0-9][A-Z0-9<]{2})[<KCLE]{4,14}([A-Z0-9])$", raw)
    if not found:
        return None
    birth, sex, expiry, nation, last = found.groups()
    return (
        birth.translate(_AS_DIGIT)
        + (sex if sex in "MF<X" else "<")
        + expiry.translate(_AS_DIGIT)
        + nation.translate(_AS_LETTER)
        + "<" * 11
        + last.translate(_AS_DIGIT)
    )


def _names(line: str) -> tuple[str, str]:
    surnames, _, names = re.sub(r"<[KCL<]{2,}$", "", _padded(line).translate(_AS_LETTER)).partition("<<")
    return surnames.strip("<"), names.strip("<")


def _checks(first: str, second: str) -> dict[str, bool]:
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return {
        "support": check_digit(first[5:14]) == first[14],
        "birth": check_digit(second[0:6]) == second[6],
        "expiry": check_digit(second[8:14]) == second[14],
        "composite": check_digit(composite) == second[29],
        "letter": letter_holds(first[15:24]),
    }


def parse(raw_lines: list[str], today: date) -> Mrz | None:
    """The zone in three raw lines as a reader gave them, or None where it does not have the form of a TD1 card.

    The number is returned only when the composite digit covers it and its letter holds; each date only when its own
    check digit holds.
    """
    lines = [normalise_line(line) for line in raw_lines]
    first, second = _first_line(lines[0]), _second_line(lines[1])
    if first is None or second is None or not re.match(r"^[IAC][A-Z<]", first):
        return None
    checks = _checks(first, second)
    surnames, names = _names(lines[2])
    return Mrz(
        lines=(first, second, _padded(lines[2])),
        checks=checks,
        number=first[15:24] if checks["letter"] and checks["composite"] else "",
        support=first[5:14] if checks["support"] else "",
        birth=_day(second[0:6], False, today) if checks["birth"] else None,
        expiry=_day(second[8:14], True, today) if checks["expiry"] else None,
        sex=second[7] if second[7] in "MF" else "",
        nationality=second[15:18].strip("<"),
        surnames=surnames,
        names=names,
    )


def compose(  # noqa: PLR0913 - the fields of the zone
    *, support: str, number: str, birth: date, sex: str, expiry: date, nationality: str, surnames: str, names: str
) -> tuple[str, str, str]:
    """The three lines of a Spanish card, as its printer writes them."""
    first = f"IDESP{support}{check_digit(support)}{number}".ljust(LINE_LENGTH, "<")
    day, end = birth.strftime("%y%m%d"), expiry.strftime("%y%m%d")
    second = f"{day}{check_digit(day)}{sex}{end}{check_digit(end)}{nationality}".ljust(29, "<")
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    third = f"{transliterated(surnames)}<<{transliterated(names)}"
    return first, second, _padded(third)
