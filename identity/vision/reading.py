"""Reading text off a card laid flat, with Tesseract (Spanish), in a process of its own with a time limit."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from core.errors import AmparoError
from identity.vision import mrz as mrz_zone
from identity.vision.mrz import Mrz, letter_holds

Image = NDArray[Any]
Box = tuple[int, int, int, int]

# Tesseract's own threads cost more than they give on lines this short.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
_TIMEOUT = 20
_MRZ_OPTIONS = f"--oem 1 -c tessedit_char_whitelist={mrz_zone.ALPHABET} -c load_system_dawg=0 -c load_freq_dawg=0"
_NUMBER_OPTIONS = "--oem 1 -c tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_DNI = re.compile(r"(?<![A-Z0-9])(\d{8}[ -]?[A-Z])(?![A-Z0-9])")
_NIE = re.compile(r"(?<![A-Z0-9])([XYZ2][ -]?\d{7}[ -]?[A-Z])(?![A-Z0-9])")
_DATE = re.compile(r"(?<!\d)([0-3]\d)[ .\-/]([01]\d)[ .\-/]((?:19|20)\d\d)(?!\d)")
_SPANISH_WORDS = (
    "DOCUMENTO NACIONAL",
    "IDENTIDAD",
    "ESPANA",
    "PERMISO DE RESIDENCIA",
    "RESIDENCE PERMIT",
    "EXTRANJERO",
)
_LABELS = ("APELLIDOS", "NOMBRE", "SEXO", "NACIONALIDAD", "NACIMIENTO", "VALIDEZ", "DNI", "NIE", "SOPORT", "EMISION")
_BACK_LABELS = ("DOMICILIO", "LUGAR DE NACIMIENTO", "EQUIPO", "HIJO", "OBSERVACIONES")


@dataclass(frozen=True)
class FrontText:
    """What was read on a front. Empty fields were not read."""

    number: str = ""
    dates: tuple[date, ...] = ()
    text: str = field(default="", repr=False)

    @property
    def spanish_marks(self) -> int:
        """How many words of a Spanish card appear."""
        return sum(word in self.text for word in _SPANISH_WORDS) + sum(label in self.text for label in _LABELS)

    @property
    def back_marks(self) -> int:
        """How many words of a card's back appear."""
        return sum(label in self.text for label in _BACK_LABELS)


def _run(image: Image, options: str) -> str:
    try:
        return str(pytesseract.image_to_string(image, lang="spa", config=options, timeout=_TIMEOUT))
    except RuntimeError as error:  # pytesseract's sign of a timeout
        raise AmparoError("identity.reader_down") from error
    except pytesseract.TesseractNotFoundError as error:
        raise AmparoError("identity.reader_down") from error


def folded(text: str) -> str:
    """Upper case without accents."""
    plain = unicodedata.normalize("NFKD", text.upper())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _grey(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def _text_rows(grey: Image) -> list[tuple[int, int]]:
    """Bands of rows full of dark strokes, from the bottom of the card upwards in reading order."""
    black = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (25, 25)))
    _, ink = cv2.threshold(black, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    middle = ink[:, round(0.03 * ink.shape[1]) : round(0.97 * ink.shape[1])]
    profile = cv2.GaussianBlur((middle > 0).mean(axis=1).astype(np.float32)[:, None], (1, 9), 0)[:, 0]
    level = max(0.06, 0.45 * float(np.percentile(profile, 92)))
    inside = profile > level
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(np.int8), [0]])))
    bands = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [band for band in bands if 14 <= band[1] - band[0] <= 60]


def _prepared(strip: Image, height: int) -> Image:
    scale = height / strip.shape[0]
    grown = cv2.resize(strip, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    ground = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    even = cv2.divide(grown, cv2.GaussianBlur(ground, (0, 0), 9), scale=235).astype(np.float32)
    # Full contrast: grey strokes over a pattern are what Tesseract reads worst (measured, 9 → 14 zones of 15).
    dark = float(np.percentile(even, 2))
    clear = np.clip((even - dark) / max(20.0, 215 - dark) * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.copyMakeBorder(clear, 16, 16, 24, 24, cv2.BORDER_CONSTANT, value=255), np.uint8)


def _three_lines(text: str) -> list[str] | None:
    lines = [mrz_zone.normalise_line(line) for line in text.splitlines()]
    lines = [line for line in lines if len(line) >= 20]
    return lines[-3:] if len(lines) >= 3 else None


def read_mrz(card: Image, today: date, whole: bool = False) -> tuple[Mrz | None, bool]:
    """The machine-readable zone of a back laid flat, and whether anything like one is there.

    Its three lines are cut out and read together at two sizes; where that does not hold, at a third, then the zone as
    it is. The line of names has no check digit, so every reading of it is kept. ``whole``: the picture is the zone.
    """
    grey = _grey(card)
    zone = grey if whole else grey[round(0.60 * grey.shape[0]) :]
    attempts: tuple[Callable[[], Image | None], ...] = (
        lambda: _stacked(zone, 44),
        lambda: _stacked(zone, 72),
        lambda: _stacked(zone, 60),
        lambda: _prepared(zone, 210),
    )
    best: Mrz | None = None
    names: list[str] = []
    seen = False
    for count, attempt in enumerate(attempts):
        if count >= 2 and best is not None and best.valid:
            break
        prepared = attempt()
        lines = _three_lines(_run(prepared, f"--psm 6 {_MRZ_OPTIONS}")) if prepared is not None else None
        if lines is None:
            continue
        seen = seen or sum("<<" in line for line in lines) >= 2
        found = mrz_zone.parse(lines, today)
        if found is None:
            continue
        names.append(found.name_line)
        if best is None or sum(found.checks.values()) > sum(best.checks.values()):
            best = found
    return (replace(best, name_readings=tuple(names)) if best else None), seen or best is not None


def _stacked(zone: Image, height: int) -> Image | None:
    """The last three lines of text, each cut out, made even and put one under the other."""
    bands = _text_rows(zone)[-3:]
    if len(bands) < 3:
        return None
    half = 0.85 * max(end - start for start, end in bands)
    room = round(half) + 2
    padded = cv2.copyMakeBorder(zone, room, room, 0, 0, cv2.BORDER_REPLICATE)
    strips = []
    for start, end in bands:
        top = round(room + (start + end) / 2 - half)
        strips.append(_prepared(np.asarray(padded[top : top + round(2 * half)], np.uint8), height))
    return np.asarray(np.vstack(strips), np.uint8)


def zone_strips(image: Image) -> list[Image]:
    """Upright strips of the picture that may hold the three lines, whatever their angle; likeliest first.

    The lines themselves are the anchor: three rows of even, close strokes make a long dark block.
    """
    scale = 900 / max(image.shape[:2])
    small = cv2.resize(_grey(image), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    black = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((13, 13), np.uint8))
    _, ink = cv2.threshold(black, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    block = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (27, 27)))
    block = cv2.morphologyEx(block, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (19, 19)))
    contours, _ = cv2.findContours(block, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        centre, size, angle = cv2.minAreaRect(contour)
        if size[0] < size[1]:
            size, angle = (size[1], size[0]), angle - 90
        if size[0] > 250 and 3.0 < size[0] / max(size[1], 1.0) < 11:
            found.append((size[0] * size[1], centre, size, angle))
    strips = []
    for _, centre, size, angle in sorted(found, key=lambda item: -item[0])[:2]:
        for turn in (0, 180):
            strips.append(_cut_strip(image, np.array(centre) / scale, np.array(size) / scale, angle + turn))
    return strips


def _cut_strip(image: Image, centre: NDArray[np.float64], size: NDArray[np.float64], angle: float) -> Image:
    width, height = size[0] * 1.08, size[1] * 1.35
    matrix: NDArray[Any] = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), angle, 1000 / width)
    matrix[:, 2] += np.array([500, 500 * height / width]) - centre
    return np.asarray(
        cv2.warpAffine(image, matrix, (1000, round(1000 * height / width)), flags=cv2.INTER_CUBIC), np.uint8
    )


def read_front(card: Image) -> FrontText:
    """Number, dates and words of a front laid flat. A number counts only when its letter holds."""
    grey = _grey(card)
    large = np.asarray(cv2.resize(grey, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC), np.uint8)
    words = _words(large)
    text = folded("\n".join(" ".join(word for word, _ in line) for line in words))
    tie = _is_tie(text)
    number = _number_in(text, tie) or _number_again(large, words, tie) or _number_in_fields(grey, tie)
    return FrontText(number=number, dates=_dates_in(text), text=text)


def _words(image: Image) -> list[list[tuple[str, Box]]]:
    """Lines of words, each with its box, wherever they stand in the picture."""
    try:
        table = pytesseract.image_to_data(
            image, lang="spa", config="--psm 11 --oem 1", timeout=_TIMEOUT, output_type=pytesseract.Output.DICT
        )
    except (RuntimeError, pytesseract.TesseractNotFoundError) as error:
        raise AmparoError("identity.reader_down") from error
    lines: dict[tuple[int, int, int], list[tuple[str, Box]]] = {}
    for index, word in enumerate(table["text"]):
        if word.strip():
            place = (table["block_num"][index], table["par_num"][index], table["line_num"][index])
            box = tuple(int(table[name][index]) for name in ("left", "top", "width", "height"))
            lines.setdefault(place, []).append((word, cast(Box, box)))
    return list(lines.values())


def _number_again(image: Image, words: list[list[tuple[str, Box]]], tie: bool | None) -> str:
    """Words that look like a number whose letter does not hold are read once more, alone."""
    likely = [box for line in words for word, box in line if sum(letter.isdigit() for letter in word) >= 6]
    for left, top, width, height in likely[:4]:
        room = round(0.35 * height)
        strip = image[max(0, top - room) : top + height + room, max(0, left - 2 * room) : left + width + 2 * room]
        for size in (48, 64):
            read = _run(_prepared(np.asarray(strip, np.uint8), size), f"--psm 7 {_NUMBER_OPTIONS}")
            number = _number_in(folded(read), tie)
            if number:
                return number
    return ""


def _is_tie(text: str) -> bool | None:
    """Whether the words are those of a foreigner's card; None where they do not tell."""
    if "RESIDEN" in text or "PERMI" in text or "EXTRANJER" in text:
        return True
    return False if "DOCUMENTO NAC" in text or "IDENTIDAD" in text else None


def _number_in(text: str, tie: bool | None) -> str:
    """The first number whose letter holds.

    Z and 2 look alike and give the same letter, so which of them it is follows from the kind of card or not at all.
    """
    found = [re.sub(r"[ -]", "", number) for number in (_NIE if tie else _DNI).findall(text)]
    if tie:
        found = ["Z" + number[1:] if number[0] == "2" else number for number in found]
    elif tie is None:
        found = [number for number in found if number[0] != "2"]
        found += [re.sub(r"[ -]", "", number) for number in _NIE.findall(text) if number[0] != "2"]
    return next((str(number) for number in found if letter_holds(number)), "")


# Where the number stands on each kind of front (share of width and height): DNI 4.0, DNI 3.0 and DNIe, TIE.
_NUMBER_FIELDS = ((0.30, 0.12, 0.75, 0.30), (0.0, 0.84, 0.50, 1.0), (0.60, 0.64, 1.0, 0.80))


def _number_in_fields(grey: Image, tie: bool | None) -> str:
    height, width = grey.shape
    for left, top, right, bottom in _NUMBER_FIELDS:
        strip = grey[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
        number = _number_in(folded(_run(_prepared(np.asarray(strip, np.uint8), 220), "--psm 6 --oem 1")), tie)
        if number:
            return number
    return ""


def _dates_in(text: str) -> tuple[date, ...]:
    found = []
    for day, month, year in _DATE.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(sorted(set(found)))
