"""Zones of cards (TD1): the Spanish ones by the rules of the DNI and the TIE, the others by ICAO's alone."""

from __future__ import annotations

import re
from datetime import date

from core.validity import PERMANENT
from identity.vision import centuries
from identity.vision.mrz import (
    AS_DIGIT,
    AS_LETTER,
    LINE_LENGTH,
    SPAIN,
    Mrz,
    check_digit,
    letter_holds,
    nationality_holds,
    refilled,
    split_names,
)

_SECOND = re.compile(r"^(.{7})(.)(.{7})([A-Z0-9][A-Z0-9<]{2})([A-Z0-9<]{4,14})([A-Z0-9])$")
_SUPPORT = re.compile(r"^[A-Z]{3}\d{6}$|^E\d{8}$")
_AS_NIE = str.maketrans("2", "Z")


def parse(lines: list[str], today: date) -> Mrz | None:
    """The zone of a card, or None. A number counts only when its letter and the composite digit hold."""
    head = lines[0][:5].translate(AS_LETTER)
    if len(lines[0]) < 24 or not re.match(r"^[IAC][A-Z<]", head):
        return None
    spanish = head[2:5] == SPAIN
    first = _spanish_first(head, lines[0]) if spanish else _first(head, lines[0])
    second = _second(lines[1], spanish)
    if first is None or second is None:
        return None
    number, support = _number_and_support(first) if spanish else (first[5:14].strip("<"), "")
    checks = _checks(first, second)
    nationality = second[15:18].strip("<")
    if spanish:
        checks["letter"] = letter_holds(number)
        checks["nationality"] = nationality_holds(number, nationality)
    covered = checks["letter"] and checks["composite"] if spanish else checks["document"] and checks["composite"]
    third = lines[2][:LINE_LENGTH].translate(AS_LETTER).ljust(LINE_LENGTH, "<")
    surnames, names = split_names(third)
    permanent = spanish and number[:1].isdigit() and centuries.permanent(second[8:14])
    return Mrz(
        format="TD1",
        lines=(first, second, third),
        checks=checks,
        number=number if covered else "",
        support=support if checks["document"] else "",
        birth=centuries.birth_of(second[0:6], today, permanent) if checks["birth"] else None,
        expiry=_expiry(second[8:14], support, permanent, today) if checks["expiry"] else None,
        sex=second[7] if second[7] in "MF" else "",
        nationality=nationality if checks.get("nationality", True) else "",
        surnames=surnames,
        names=names,
    )


def _expiry(text: str, support: str, permanent: bool, today: date) -> date | None:
    if not permanent:
        return centuries.expiry_of(text, today)
    # One of before 2006, without a support number, may have ended in 1999 as well: its zone does not tell.
    return PERMANENT if support else None


def _number_and_support(first: str) -> tuple[str, str]:
    """The DNI or NIE stands among the optional data; on the cards of before 2006 it is the document's number."""
    if letter_holds(first[5:14]):
        return first[5:14], ""
    return first[15:24], first[5:14]


def _spanish_first(head: str, line: str) -> str:
    # The last six places of a Spanish card are fillers; a reader may miscount or misread those, so they are not asked.
    support, check, optional = line[5:14], line[14].translate(AS_DIGIT), line[15:24]
    if letter_holds(support) and not optional.strip("<"):
        return (head + support + check).ljust(LINE_LENGTH, "<")
    # Who has a DNI has a card of three letters and six figures, whichever of them the reader took for others.
    if _is_dni(optional) or (re.match(r"^[A-Z0-9]{9}$", support) and not support[1].isdigit()):
        support = support[:3].translate(AS_LETTER) + support[3:].translate(AS_DIGIT)
    else:
        support = support[0].translate(AS_LETTER) + support[1:].translate(AS_DIGIT)
    if re.match(r"^E\d{8}$", support):  # a foreigner's card: its number starts with X, Y or Z
        optional = optional[0].translate(_AS_NIE) + optional[1:]
    if optional[:1] in tuple("XYZ"):
        optional = optional[0] + optional[1:8].translate(AS_DIGIT) + optional[8:].translate(AS_LETTER)
    elif optional.strip("<"):
        optional = optional[:8].translate(AS_DIGIT) + optional[8:].translate(AS_LETTER)
    return (head + support + check + optional).ljust(LINE_LENGTH, "<")


def _is_dni(optional: str) -> bool:
    """Whether the optional data are surely a DNI number: one that begins with 2 may be an NIE that begins with Z."""
    number = optional[:8].translate(AS_DIGIT) + optional[8:].translate(AS_LETTER)
    return number[:1] != "2" and number[:8].isdigit() and letter_holds(number)


def _first(head: str, line: str) -> str | None:
    whole = refilled(line, LINE_LENGTH)
    if len(whole) != LINE_LENGTH:
        return None
    return head + whole[5:14] + (whole[14].translate(AS_DIGIT)) + whole[15:]


def _second(raw: str, spanish: bool) -> str | None:
    # Everything up to the nationality stands from the left and the last digit from the right; between them, on a
    # Spanish card, only fillers, whose exact number a reader often miscounts.
    found = _SECOND.match(raw if spanish else refilled(raw, LINE_LENGTH))
    if not found:
        return None
    birth, sex, expiry, nation, optional, last = found.groups()
    if spanish and not re.fullmatch(r"[<KCLE]+", optional):
        return None
    if not spanish and len(optional) != 11:
        return None
    return (
        birth.translate(AS_DIGIT)
        + (sex if sex in "MF<X" else "<")
        + expiry.translate(AS_DIGIT)
        + nation.translate(AS_LETTER)
        + ("<" * 11 if spanish else optional)
        + last.translate(AS_DIGIT)
    )


def _checks(first: str, second: str) -> dict[str, bool]:
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return {
        "document": _document_holds(first),
        "birth": check_digit(second[0:6]) == second[6],
        "expiry": check_digit(second[8:14]) == second[14],
        "composite": check_digit(composite) == second[29],
    }


def _document_holds(first: str) -> bool:
    if first[14] != "<":
        return check_digit(first[5:14]) == first[14]
    # A number of more than nine places goes on among the optional data, its check digit last.
    rest = first[15:].split("<", maxsplit=1)[0]
    return len(rest) > 1 and check_digit(first[5:14] + "<" + rest[:-1]) == rest[-1]


def series_of(support: str) -> str:
    """The kind of card whose support numbers look so (``dni4``, ``dni3``, ``dnie``, ``tie``), or an empty string.

    DNI 4.0 starts with C, 3.0 with B, those before with A; a foreigner's card is E with eight digits.
    """
    if not _SUPPORT.match(support):
        return ""
    if support[1].isdigit():
        return "tie"
    return {"C": "dni4", "B": "dni3", "A": "dnie"}.get(support[0], "")


def support_fits(kind: str, number: str, support: str) -> bool | None:
    """Whether a support number can belong to that kind of card and to that DNI or NIE; None where it does not tell."""
    series = series_of(support)
    if not series:
        return None
    if number and (number[0] in "XYZ") != (series == "tie"):
        return False
    return series == kind if kind in ("dni4", "dni3", "dnie", "tie") else None
