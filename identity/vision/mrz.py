"""The machine-readable zone (ICAO 9303): cards with three lines of 30 (TD1) and passports with two of 44 (TD3).

Reading is strict: a character may only be what its place allows, every check digit and the DNI or NIE letter must
hold, and nothing is ever swapped to make them hold (measured: repairing doubles the wrong readings accepted).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from identity.vision.nations import CODES

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LINE_LENGTH = 30
PASSPORT_LENGTH = 44
SPAIN = "ESP"
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
# A reader confuses these pairs; where a place admits only one kind of character, the other spelling means this one.
AS_DIGIT = str.maketrans("OQDILZSBG", "000112586")
AS_LETTER = str.maketrans("0158", "OISB")
_NUMBER = re.compile(r"^(?:\d{8}|[XYZ]\d{7})[A-Z]$")


@dataclass(frozen=True)
class Mrz:
    """One zone read. A field whose check does not hold is empty: it was not read, it is not different."""

    format: str
    lines: tuple[str, ...]
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
    confidence: float = 0.0

    @property
    def name_line(self) -> str:
        """Surnames and names as one comparable line."""
        return f"{self.surnames}<<{self.names}"

    @property
    def valid(self) -> bool:
        """Whether every check digit holds and, on a Spanish card, the number's letter and the nationality's rule."""
        return all(self.checks.values())

    @property
    def issuer(self) -> str:
        """Code of the State that issued it."""
        return self.lines[0][2:5].strip("<")

    @property
    def spanish(self) -> bool:
        """Whether the issuer is Spain."""
        return self.issuer == SPAIN


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


def normalise_line(raw: str) -> str:
    """Only the zone's 37 characters; the quotation marks and brackets a reader makes of ``<`` become ``<``."""
    text = raw.upper().replace("«", "<<").replace("‹", "<").replace("Ρ", "P")
    return "".join(character for character in text if character in ALPHABET)


def refilled(line: str, length: int) -> str:
    """A line some fillers too long or too short, mended in its longest run of fillers, the only place they miscount.

    Never more than four, and only where there is such a run: every check digit is still asked afterwards.
    """
    missing = length - len(line)
    runs = [match.span() for match in re.finditer(r"<{2,}", line)]
    if not missing or abs(missing) > 4 or not runs:
        return line
    start, end = max(runs, key=lambda run: run[1] - run[0])
    return line[:start] + "<" * max(1, end - start + missing) + line[end:]


def split_names(line: str) -> tuple[str, str]:
    """Surnames and names of a name line, with ``<`` between words; the fillers after them may be misread.

    After names only fillers follow, so what follows two of them there and is made of their look-alikes is no name.
    """
    surnames, _, names = re.sub(r"<[KCL<]{2,}$", "", line.translate(AS_LETTER)).partition("<<")
    names = re.sub(r"(?<=[A-Z])<{2,}[KCLE<]+$", "", names)
    return surnames.strip("<"), names.strip("<")


def nationality_holds(number: str, nationality: str) -> bool:
    """A DNI is a Spaniard's and a NIE never is; the code must exist."""
    if not letter_holds(number):
        return nationality in CODES
    return nationality in CODES and (nationality == SPAIN) is number[0].isdigit()


def parse(raw_lines: list[str], today: date) -> Mrz | None:
    """The zone in raw lines as a reader gave them, or None where they have the form of neither format."""
    from identity.vision import mrz_card, mrz_passport

    lines = [normalise_line(line) for line in raw_lines]
    if len(lines) == 2:
        return mrz_passport.parse(lines, today)
    return mrz_card.parse(lines, today) if len(lines) == 3 else None


def compose(  # noqa: PLR0913 - the fields of the zone
    *, support: str, number: str, birth: date, sex: str, expiry: date, nationality: str, surnames: str, names: str
) -> tuple[str, str, str]:
    """The three lines of a Spanish card, as its printer writes them."""
    first = f"IDESP{support}{check_digit(support)}{number}".ljust(LINE_LENGTH, "<")
    day, end = birth.strftime("%y%m%d"), expiry.strftime("%y%m%d")
    second = f"{day}{check_digit(day)}{sex}{end}{check_digit(end)}{nationality}".ljust(29, "<")
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    third = f"{transliterated(surnames)}<<{transliterated(names)}"
    return first, second, third[:LINE_LENGTH].ljust(LINE_LENGTH, "<")
