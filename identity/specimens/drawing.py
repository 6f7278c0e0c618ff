"""What every specimen document is drawn with: ground, lettering, portrait, zone and the mark ESPECIMEN."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from core.errors import AmparoError
from identity.specimens.faces import portrait
from identity.specimens.holders import CardHolder

WIDTH, HEIGHT = 1280, 807
_OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
_SANS = Path(settings.BASE_DIR) / "receipts" / "layout" / "fonts"
INK = (26, 28, 34)
LABEL = (64, 70, 92)
Colour = tuple[int, int, int]
# Accents that can be drawn over a letter of OCR-B, which has none itself.
_DRAWN_MARKS = {"\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0308", "\u0327"}


@dataclass
class Sheet:
    """One face of a document while it is drawn.

    ``boxes`` says where each field was printed (pixels of the face), ``printed`` what was printed there.
    """

    image: Image.Image
    boxes: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    mark_height: int = HEIGHT // 2

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """A pencil on the sheet."""
        return ImageDraw.Draw(self.image)

    def value(self, name: str, place: tuple[int, int], text: str, size: int = 33) -> None:
        """Text of a field, its place kept."""
        write(self.draw, place, text, size, INK)
        self.printed[name] = f"{self.printed.get(name, '')} {text}".strip()
        x, y = place
        box = (x, y, x + round(length(text, size)), y + round(size * 1.1))
        old = self.boxes.get(name)
        self.boxes[name] = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), box[3]) if old else box

    def labelled(self, name: str, place: tuple[int, int], label: str, text: str, size: int = 33) -> None:
        """A field under its small label."""
        x, y = place
        sans(self.draw, (x, y), label, 17, LABEL)
        self.value(name, (x, y + 20), text, size)


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont:
    """OCR-B. AmparoError where the Debian package is missing."""
    if not _OCR_B.is_file():
        raise AmparoError("identity.font_missing")
    return ImageFont.truetype(str(_OCR_B), size)


@lru_cache(maxsize=32)
def _sans_font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_SANS / f"PublicSans-{'Bold' if bold else 'Regular'}.ttf"), size)


def sans(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    fill: Colour = LABEL,
    bold: bool = True,
) -> None:
    """Lettering of titles and labels."""
    draw.text(place, text, font=_sans_font(size, bold), fill=fill)


def ground(
    top: Colour, bottom: Colour, line: Colour, seed: int, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Image.Image:
    """Two-colour ground with a guilloche of fine waves over it."""
    return _ground(top, bottom, line, seed, size).copy()


@lru_cache(maxsize=16)
def _ground(top: Colour, bottom: Colour, line: Colour, seed: int, size: tuple[int, int]) -> Image.Image:
    wide, high = size
    share = np.linspace(0, 1, high)[:, None, None]
    side = np.linspace(-0.2, 0.2, wide)[None, :, None]
    mixed = np.clip(share + side, 0, 1)
    colours = np.array(top) * (1 - mixed) + np.array(bottom) * mixed
    image = Image.fromarray(colours.astype(np.uint8), "RGB").resize((wide * 2, high * 2))
    draw = ImageDraw.Draw(image)
    random = np.random.default_rng(seed)
    for row in range(-40, high * 2 + 40, 15):
        phase, reach = random.uniform(0, 0.5), random.uniform(10, 16)
        points = [
            (x, row + reach * math.sin(x / 61 + phase) + 7 * math.sin(x / 23 - phase))
            for x in range(0, wide * 2 + 8, 8)
        ]
        draw.line(points, fill=line, width=1)
    return image.resize((wide, high), Image.Resampling.LANCZOS)


@lru_cache(maxsize=96)
def _square(seed: int, sex: str, age: int, size: int) -> Image.Image:
    return Image.fromarray(portrait(seed, sex, age, size)).convert("L")


def _photo(holder: CardHolder, width: int, height: int, today: date) -> Image.Image:
    age = today.year - holder.birth.year
    if holder.face_seed >= 5000:  # random people share a few dozen faces, each drawn once
        age = 18 + (age - 18) // 25 * 25
        square = _square(holder.face_seed, holder.sex, age, 560).resize((max(width, height),) * 2)
    else:
        square = _square(holder.face_seed, holder.sex, age, max(width, height))
    left = (square.width - width) // 2
    return square.crop((left, 0, left + width, height))


def paste_portrait(sheet: Sheet, holder: CardHolder, box: tuple[int, int, int, int], today: date) -> None:
    """The grey portrait of the holder; ``box`` is left, top, width, height."""
    left, top, width, height = box
    grey = _photo(holder, width, height, today)
    soft = Image.new("L", (width, height), 0)
    ImageDraw.Draw(soft).rectangle((8, 8, width - 8, height), fill=255)
    sheet.image.paste(grey.convert("RGB"), (left, top), soft.filter(ImageFilter.GaussianBlur(5)))
    sheet.boxes["portrait"] = (left, top, left + width, top + height)
    # The pattern of the ground goes over the edges of the portrait, as it does on real cards.
    draw = ImageDraw.Draw(sheet.image, "RGBA")
    for row in range(top, top + height, 9):
        draw.line([(x, row + 4 * math.sin(x / 17)) for x in range(left, left + width, 5)], fill=(120, 130, 160, 26))


def paste_ghost(sheet: Sheet, holder: CardHolder, box: tuple[int, int, int, int], today: date) -> None:
    """The small pale second portrait."""
    left, top, width, height = box
    ghost = _photo(holder, width * 3, height * 3, today).resize((width, height), Image.Resampling.LANCZOS)
    sheet.image.paste(ghost.convert("RGB"), (left, top), Image.new("L", (width, height), 105))


def _drawable(text: str) -> bool:
    marks = {sign for sign in unicodedata.normalize("NFD", text) if unicodedata.combining(sign)}
    return marks <= _DRAWN_MARKS and unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode() == "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    )


def length(text: str, size: int) -> float:
    """Width of a field's text in pixels."""
    return font(size).getlength(text) if _drawable(text) else _sans_font(size, False).getlength(text)


def write(draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, fill: Colour) -> None:
    """Text in OCR-B, accents drawn over the plain letter; in a plain face where a letter has no such drawing."""
    if not _drawable(text):
        draw.text(place, text, font=_sans_font(size, False), fill=fill)
        return
    x, y = place
    for character in text:
        plain, *marks = list(unicodedata.normalize("NFD", character))
        draw.text((x, y), plain, font=font(size), fill=fill)
        wide = font(size).getlength(plain)
        for mark in marks:
            _accent(draw, mark, (x + wide / 2, y), size, fill)
        x += wide


def _accent(draw: ImageDraw.ImageDraw, mark: str, place: tuple[float, float], size: int, fill: Colour) -> None:
    middle, y = place
    top, unit, thick = y + size * 0.07, size * 0.1, max(2, size // 13)
    if mark in ("\u0301", "\u0300"):
        lean = unit if mark == "\u0301" else -unit
        draw.line((middle - lean * 0.4, top + unit * 0.6, middle + lean, top - unit * 0.6), fill=fill, width=thick)
    elif mark in ("\u0302", "\u0306"):
        peak = -0.6 if mark == "\u0302" else 0.6
        corners = [(middle - unit, top - unit * peak), (middle, top + unit * peak), (middle + unit, top - unit * peak)]
        draw.line(corners, fill=fill, width=thick)
    elif mark == "\u0303":
        wave = [(middle + unit * t, top - unit * 0.45 * math.sin(t * 2.2)) for t in (-1.4, -0.7, 0, 0.7, 1.4)]
        draw.line(wave, fill=fill, width=thick)
    elif mark == "\u0308":
        for side in (-1, 1):
            spot = middle + side * unit * 0.9
            draw.ellipse((spot - thick * 0.7, top - thick * 0.7, spot + thick * 0.7, top + thick * 0.7), fill=fill)
    else:
        draw.line((middle, y + size * 0.86, middle - unit * 0.5, y + size), fill=fill, width=thick)


def day_text(day: date) -> str:
    """A day as Spanish documents print it."""
    return day.strftime("%d %m %Y")


def zone(sheet: Sheet, lines: tuple[str, ...], top: int, step: int, size: int = 52) -> None:
    """The machine-readable zone at its fixed pitch."""
    wide = sheet.image.width
    left, pitch = 58, (wide - 116) / max(len(line) for line in lines)
    for row, line in enumerate(lines):
        for index, character in enumerate(line):
            place = (left + (index + 0.5) * pitch, top + row * step)
            sheet.draw.text(place, character, font=font(size), fill=INK, anchor="ma")
    sheet.printed["mrz"] = "\n".join(lines)
    sheet.boxes["mrz"] = (left, top, wide - left, top + step * len(lines))


def marked(sheet: Sheet) -> Image.Image:
    """ESPECIMEN across the face and a line at its edge; rounded corners; ``info`` says what is printed where."""
    size = sheet.image.size
    layer, corners = _mark(size, sheet.mark_height)
    image = Image.alpha_composite(sheet.image.convert("RGBA"), layer)
    image.putalpha(corners)
    image.info |= {"boxes": sheet.boxes, "printed": sheet.printed}
    return image


@lru_cache(maxsize=8)
def _mark(size: tuple[int, int], height: int) -> tuple[Image.Image, Image.Image]:
    """What is laid over every face, and the shape with rounded corners."""
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.text((size[0] / 2, size[1] / 2), "ESPECIMEN", font=font(190), fill=(200, 40, 40, 34), anchor="mm")
    layer = layer.rotate(22, resample=Image.Resampling.BICUBIC)
    edge = ImageDraw.Draw(layer)
    edge.text((size[0] - 24, height), "ESPECIMEN", font=font(30), fill=(190, 30, 30, 200), anchor="rm")
    corners = Image.new("L", size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius=46, fill=255)
    return layer, corners
