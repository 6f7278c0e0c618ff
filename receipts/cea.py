"""CEA, the electronic authenticity code printed at the foot of every page.

Four fields (law file §6): Id. (12 letters and digits) · date (8 digits, dd mm yyyy) · code (30 letters and digits
in six groups of five) · page. The code is drawn by the operating system's generator from 31 signs that cannot be
taken for one another (no 0/O, 1/I/L): 31^30, about 148 bits, so nobody guesses one.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
ID_LENGTH = 12
CODE_LENGTH = 30
GROUP = 5
# Written in clear in the metadata of the PDF, so that a damaged copy can still say which original it pretends to be.
MARKER = "CEA-ID:"

# A labelled page number is dropped wherever it stands; one without a label can only come last.
_LABELS = re.compile(
    r"\bp[aá]gina\b\s*[:.]?\s*\d{0,4}\b|\b(?:id\.?\s*cea|c[oó]digo\s+cea|fecha|cea)\b\s*[:.]?", re.IGNORECASE
)
_SIGNS = re.compile(r"[0-9A-Z]+")
_WHOLE = re.compile(r"([0-9A-Z]{12})(\d{8})([0-9A-Z]{30})(\d{0,4})")
_MARKED = re.compile(MARKER.encode() + rb"([0-9A-Z]{12})")


@dataclass(frozen=True)
class Cea:
    """One code: the id says which paper, the rest proves that whoever asks has the paper in hand."""

    id: str
    day: date
    code: str

    @property
    def day_digits(self) -> str:
        """The date as the eight digits people type: 21112026."""
        return f"{self.day:%d%m%Y}"

    @property
    def grouped(self) -> str:
        """The code as it is printed, six groups of five."""
        return "-".join(self.code[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))

    @property
    def compact(self) -> str:
        """The fifty signs in a row, for links and QR codes."""
        return f"{self.id}{self.day_digits}{self.code}"

    def __str__(self) -> str:
        return f"{self.id} {self.day_digits} {self.grouped}"


def new(day: date) -> Cea:
    """A fresh code for a paper of that day."""
    return Cea(_draw(ID_LENGTH), day, _draw(CODE_LENGTH))


def parse(text: str) -> Cea | None:
    """Read a code as people write it, with or without labels, spaces, hyphens, page number; None if it is not one."""
    if len(text) > 400:
        return None
    found = _WHOLE.fullmatch("".join(_SIGNS.findall(_LABELS.sub(" ", text).upper())))
    if found is None:
        return None
    digits = found[2]
    try:
        day = date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None
    return Cea(found[1], day, found[3])


def ids_in(data: bytes) -> tuple[str, ...]:
    """The ids a file says it carries, read from its metadata without opening it as a PDF."""
    return tuple(dict.fromkeys(match.decode() for match in _MARKED.findall(data)))[:5]


def _draw(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
