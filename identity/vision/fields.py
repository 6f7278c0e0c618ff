"""The fields printed on a card's faces: values near their labels, by their patterns. What was not read is absent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.validity import PERMANENT
from identity.vision.labels import Label, below, labels_of
from identity.vision.mrz import AS_DIGIT, AS_LETTER, letter_holds
from identity.vision.nations import CODES
from identity.vision.ocr import TextLine
from identity.vision.printed_names import people

_D = "[0-9OQDILZSBG]"
# The word before the number stands so close on the DNI 3.0 that both are often found as one, and the word misread.
_DNI = re.compile(rf"(?:(?<![A-Z0-9])|(?<=[DO0]N[I1L]))({_D}{{8}})[ .-]?([A-Z])(?![A-Z0-9])")
_NIE = re.compile(rf"(?:(?<![A-Z0-9])|(?<=N[I1L]E))([XYZ2])[ .-]?({_D}{{7}})[ .-]?([A-Z])(?![A-Z0-9])")
_DATE = re.compile(rf"(?<!\d)({_D}{{2}})[ .\-/]{{0,2}}({_D}{{2}})[ .\-/]{{0,2}}((?:19|20|I9|2O){_D}{{2}}|9999)(?!\d)")
_CARD_SUPPORT = re.compile(rf"(?<![A-Z0-9])([A-Z012568]{{3}})({_D}{{6}})(?![A-Z0-9])")
_FOREIGN_SUPPORT = re.compile(rf"(?<![A-Z0-9])([EC])({_D}{{8}})(?![A-Z0-9])")
# Three letters stand before the six figures of a support number, so a figure among them is its look-alike.
_AS_SERIES = AS_LETTER | str.maketrans("26", "ZG")
_LEAST_LETTERS = 2
_MISREAD = 2  # figures of a support number that may have been read as letters
UNSETTLED = ("number_unchecked", "people")
"""What is no field yet: a number whose letter does not hold, and words among which surnames and names stand."""


@dataclass(frozen=True)
class Field:
    """One value read, and how sure (0 to 1)."""

    value: str
    confidence: float


def read_fields(lines: list[TextLine], foreigner: bool | None, width: float) -> dict[str, Field]:
    """Fields of one face of a card whose text stands level; `foreigner`: whether the words are those of a TIE.

    The number is only there when its letter holds; one whose letter does not is given as ``number_unchecked``.
    """
    labels = list(labels_of(lines))
    found = {
        **_number(lines, foreigner),
        **_support(lines, foreigner),
        **_days(lines, labels, width),
        **_can(lines, width),
        **_short(lines, labels, width),
        **people(lines, labels, width),
    }
    return {name: Field(value, round(min(1.0, confidence), 3)) for name, (value, confidence) in found.items() if value}


def _number(lines: list[TextLine], foreigner: bool | None) -> dict[str, tuple[str, float]]:
    """The first number whose letter holds.

    Z and 2 look alike and give the same letter, so which of them it is follows from the kind of card or not at all.
    """
    unchecked: dict[str, tuple[str, float]] = {}
    for line in lines:
        for number in _numbers(line.folded, foreigner):
            if letter_holds(number):
                return {"number": (number, line.confidence)}
            unchecked = unchecked or {"number_unchecked": (number, line.confidence)}
    return unchecked


def numbers_in(text: str, foreigner: bool | None) -> set[str]:
    """Numbers of a DNI or NIE in a text whose letter holds; `foreigner` as in `read_fields`."""
    return {number for number in _numbers(text, foreigner) if letter_holds(number)}


def supports_in(text: str) -> set[str]:
    """Support numbers in a text, whichever kind of card it is of."""
    return {*_of_permit(text, _MISREAD), *_of_dni(text)}


def _supports(text: str, foreigner: bool | None) -> Iterator[str]:
    """Support numbers in a text, first those of the kind of card that it is; `foreigner` as in `read_fields`."""
    if foreigner is not True:
        yield from _of_dni(text)
    # With C begin those of both kinds, and two of its letters may have been read as figures.
    permits = _of_permit(text, _MISREAD if foreigner else 0)
    yield from (one for one in permits if foreigner or one.startswith("E"))
    if foreigner is True:
        yield from _of_dni(text)


def _of_permit(text: str, misread: int) -> Iterator[str]:
    for head, digits in _FOREIGN_SUPPORT.findall(text):
        if sum(letter.isdigit() for letter in digits) >= len(digits) - misread:
            yield head + digits.translate(AS_DIGIT)


def _of_dni(text: str) -> Iterator[str]:
    """Three letters, of which one may be misread, and six figures; no DNI number, whose figures may look like those."""
    for head, digits in _CARD_SUPPORT.findall(text):
        letters = sum(letter.isalpha() for letter in head) >= _LEAST_LETTERS
        figures = sum(letter.isdigit() for letter in digits) >= len(digits) - _MISREAD
        if letters and figures and not numbers_in(head + digits, foreigner=False):
            yield head.translate(_AS_SERIES) + digits.translate(AS_DIGIT)


def _numbers(text: str, foreigner: bool | None) -> Iterator[str]:
    if foreigner is not True:
        for digits, letter in _DNI.findall(text):
            yield digits.translate(AS_DIGIT) + letter.translate(AS_LETTER)
    if foreigner is not False:
        for first, digits, letter in _NIE.findall(text):
            if first == "2" and foreigner is None:
                continue
            yield first.replace("2", "Z") + digits.translate(AS_DIGIT) + letter.translate(AS_LETTER)


def _support(lines: list[TextLine], foreigner: bool | None) -> dict[str, tuple[str, float]]:
    for line in lines:
        for support in _supports(line.folded, foreigner):
            return {"support": (support, line.confidence)}
    return {}


def days_in(text: str) -> list[date]:
    """Days written DD MM YYYY in a text. Of the year 9999 only the first is one: that of a permanent card."""
    days = []
    for parts in _DATE.findall(text):
        day, month, year = (int(part.translate(AS_DIGIT)) for part in parts)
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if year != PERMANENT.year or found == PERMANENT:
            days.append(found)
    return days


def _days(lines: list[TextLine], labels: list[Label], width: float) -> dict[str, tuple[str, float]]:
    """Each date by its label; where labels were not read, by their order: birth, issue, expiry."""
    dated = [(day, line) for line in lines for day in days_in(line.folded)]
    found: dict[str, tuple[date, float]] = {}
    for label in labels:
        if label.name not in ("birth", "expiry", "issue"):
            continue
        under = [(day, line) for day, line in dated if below(label, line, width)]
        if under:
            day, line = min(under, key=lambda one: (round(one[1].top / 12), abs(one[1].left - label.left), one[0]))
            several = days_in(line.folded)
            found.setdefault(label.name, (several[-1] if label.name == "expiry" else day, line.confidence))
    days = sorted({day for day, _ in dated})
    sure = {day: line.confidence for day, line in dated}
    if "birth" not in found and len(days) >= 2:
        found["birth"] = (days[0], sure[days[0]])
    if "expiry" not in found and len(days) >= 2 and "issue" not in found:
        found["expiry"] = (days[-1], sure[days[-1]])
    if not _in_order(found):
        return {}
    return {name: (day.isoformat(), confidence) for name, (day, confidence) in found.items()}


def _in_order(found: dict[str, tuple[date, float]]) -> bool:
    days = [found[name][0] for name in ("birth", "issue", "expiry") if name in found]
    return all(earlier < later for earlier, later in pairwise(days))


def _can(lines: list[TextLine], width: float) -> dict[str, tuple[str, float]]:
    """The six digits alone at the lower right, under whatever else stands there but for a day of the card's."""
    days = {day.strftime("%d%m") for line in lines for day in days_in(line.folded)}
    six = [line for line in lines if re.fullmatch(r"\d{6}", line.text) and line.left > 0.55 * width]
    # The DNI 3.0 has its day of issue engraved over the small portrait, six figures too.
    alone = [line for line in six if line.text[:4] not in days]
    if not alone:
        return {}
    lowest = max(alone, key=lambda line: line.top)
    return {"can": (lowest.text, lowest.confidence)}


def _short(lines: list[TextLine], labels: list[Label], width: float) -> dict[str, tuple[str, float]]:
    """Sex and nationality: one letter and three, under their labels."""
    found: dict[str, tuple[str, float]] = {}
    for label in labels:
        for line in lines:
            words = line.folded.split()
            if label.name == "sex" and below(label, line, width) and words and words[0] in ("M", "F", "X"):
                found.setdefault("sex", (words[0], line.confidence))
            if label.name == "nationality" and below(label, line, width):
                code = next((word for word in reversed(words) if word in CODES and len(word) == 3), "")
                if code:
                    found.setdefault("nationality", (code, line.confidence))
    return found
