"""Drawing specimen cards: a DNI-like and a TIE-like card, front and back, with a valid machine-readable zone.

They imitate the layout a reader must cope with, not the document: no arms, no seals, no security feature, and
ESPECIMEN across each face. Numbers come from the end of their series.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from core.errors import AmparoError
from identity.specimens.faces import portrait
from identity.vision import mrz

WIDTH, HEIGHT = 1280, 807
_FONT = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
_INK = (26, 28, 34)
_LABEL = (64, 70, 92)


@dataclass(frozen=True)
class CardHolder:
    """What a specimen card says."""

    document_kind: str
    number: str
    support: str
    first_name: str
    first_surname: str
    second_surname: str
    birth: date
    sex: str
    nationality: str
    expiry: date
    face_seed: int
    address: str = "C. INVENTADA 1"
    municipality: str = "MADRID"

    @property
    def surnames(self) -> str:
        """Both surnames, as the card prints them."""
        return f"{self.first_surname} {self.second_surname}".strip().upper()

    def lines(self) -> tuple[str, str, str]:
        """The machine-readable zone."""
        return mrz.compose(
            support=self.support,
            number=self.number,
            birth=self.birth,
            sex=self.sex,
            expiry=self.expiry,
            nationality=self.nationality,
            surnames=f"{self.first_surname} {self.second_surname}",
            names=self.first_name,
        )


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    if not _FONT.is_file():
        raise AmparoError("identity.font_missing")
    return ImageFont.truetype(str(_FONT), size)


def _ground(
    top: tuple[int, int, int], bottom: tuple[int, int, int], line: tuple[int, int, int], seed: int
) -> Image.Image:
    """Two-colour ground with a guilloche of fine waves over it."""
    share = np.linspace(0, 1, HEIGHT)[:, None, None]
    side = np.linspace(-0.2, 0.2, WIDTH)[None, :, None]
    mixed = np.clip(share + side, 0, 1)
    colours = np.array(top) * (1 - mixed) + np.array(bottom) * mixed
    image = Image.fromarray(colours.astype(np.uint8), "RGB").resize((WIDTH * 2, HEIGHT * 2))
    draw = ImageDraw.Draw(image)
    random = np.random.default_rng(seed)
    for row in range(-40, HEIGHT * 2 + 40, 15):
        phase, reach = random.uniform(0, 0.5), random.uniform(10, 16)
        points = [
            (x, row + reach * math.sin(x / 61 + phase) + 7 * math.sin(x / 23 - phase))
            for x in range(0, WIDTH * 2 + 8, 8)
        ]
        draw.line(points, fill=line, width=1)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _photo(holder: CardHolder, width: int, height: int, today: date) -> Image.Image:
    age = today.year - holder.birth.year
    square = Image.fromarray(portrait(holder.face_seed, holder.sex, age, max(width, height))).convert("L")
    left = (square.width - width) // 2
    return square.crop((left, 0, left + width, height))


def _paste_portrait(card: Image.Image, holder: CardHolder, box: tuple[int, int, int, int], today: date) -> None:
    left, top, width, height = box
    grey = _photo(holder, width, height, today)
    soft = Image.new("L", (width, height), 0)
    ImageDraw.Draw(soft).rectangle((8, 8, width - 8, height), fill=255)
    card.paste(grey.convert("RGB"), (left, top), soft.filter(ImageFilter.GaussianBlur(5)))
    # The pattern of the ground goes over the edges of the portrait, as it does on real cards.
    draw = ImageDraw.Draw(card, "RGBA")
    for row in range(top, top + height, 9):
        draw.line([(x, row + 4 * math.sin(x / 17)) for x in range(left, left + width, 5)], fill=(120, 130, 160, 26))


def _paste_ghost(card: Image.Image, holder: CardHolder, box: tuple[int, int, int, int], today: date) -> None:
    left, top, width, height = box
    ghost = _photo(holder, width * 3, height * 3, today).resize((width, height), Image.Resampling.LANCZOS)
    card.paste(ghost.convert("RGB"), (left, top), Image.new("L", (width, height), 105))


def _write(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, fill: tuple[int, int, int]
) -> None:
    """Text in OCR-B, which has no accents: they are drawn over the plain letter."""
    x, y = place
    font = _font(size)
    for character in text:
        plain, *marks = list(unicodedata.normalize("NFD", character))
        draw.text((x, y), plain, font=font, fill=fill)
        wide = font.getlength(plain)
        middle, top, unit, thick = x + wide / 2, y + size * 0.07, size * 0.1, max(2, size // 13)
        if "\u0301" in marks:
            draw.line((middle - unit * 0.4, top + unit * 0.6, middle + unit, top - unit * 0.6), fill=fill, width=thick)
        if "\u0303" in marks:
            wave = [(middle + unit * t, top - unit * 0.45 * math.sin(t * 2.2)) for t in (-1.4, -0.7, 0, 0.7, 1.4)]
            draw.line(wave, fill=fill, width=thick)
        if "\u0308" in marks:
            for side in (-1, 1):
                spot = middle + side * unit * 0.9
                draw.ellipse((spot - thick * 0.7, top - thick * 0.7, spot + thick * 0.7, top + thick * 0.7), fill=fill)
        if "\u0327" in marks:
            draw.line((middle, y + size * 0.86, middle - unit * 0.5, y + size), fill=fill, width=thick)
        x += wide


def _label(draw: ImageDraw.ImageDraw, x: int, y: int, label: str, value: str, size: int = 33) -> None:
    _write(draw, (x, y), label, 17, _LABEL)
    _write(draw, (x, y + 20), value, size, _INK)


def _day(day: date) -> str:
    return day.strftime("%d %m %Y")


def _mark(card: Image.Image) -> Image.Image:
    """ESPECIMEN across the face, and a line saying that it is worth nothing."""
    layer = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.text((WIDTH / 2, HEIGHT / 2), "ESPECIMEN", font=_font(190), fill=(200, 40, 40, 34), anchor="mm")
    layer = layer.rotate(22, resample=Image.Resampling.BICUBIC)
    ImageDraw.Draw(layer).text(
        (WIDTH - 24, HEIGHT / 2), "ESPECIMEN", font=_font(30), fill=(190, 30, 30, 200), anchor="rm"
    )
    marked = Image.alpha_composite(card.convert("RGBA"), layer)
    corners = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, WIDTH - 1, HEIGHT - 1), radius=46, fill=255)
    marked.putalpha(corners)
    return marked


def front(holder: CardHolder, today: date) -> Image.Image:
    """The face with the portrait. RGBA, with rounded corners."""
    return _mark(_dni_front(holder, today) if holder.document_kind == "dni" else _tie_front(holder, today))


def back(holder: CardHolder) -> Image.Image:
    """The face with the machine-readable zone. RGBA, with rounded corners."""
    card = _ground((236, 226, 232), (222, 234, 240), (196, 205, 226), 2)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=(240, 241, 238))
    for row in range(530, HEIGHT, 12):
        draw.line([(x, row + 4 * math.sin(x / 31)) for x in range(0, WIDTH, 8)], fill=(226, 229, 232))
    if holder.document_kind == "dni":
        draw.rounded_rectangle((70, 190, 240, 340), radius=18, fill=(203, 168, 88), outline=(150, 118, 52), width=3)
        draw.line((70, 265, 240, 265), fill=(150, 118, 52), width=3)
        draw.line((155, 190, 155, 340), fill=(150, 118, 52), width=3)
    _label(draw, 330, 60, "DOMICILIO / ADDRESS", holder.address.upper()[:34])
    _write(draw, (330, 122), holder.municipality.upper(), 33, _INK)
    _label(draw, 330, 200, "LUGAR DE NACIMIENTO / PLACE OF BIRTH", holder.municipality.upper())
    _label(draw, 330, 290, "ESPECIMEN SIN VALOR", "DOCUMENTO DE PRUEBA")
    for index, line in enumerate(holder.lines()):
        _spaced(draw, (58, 552 + index * 76), line, 52, WIDTH - 116)
    return _mark(card)


def library_card(seed: int) -> Image.Image:
    """A card that is no identity document."""
    card = _ground((250, 236, 200), (246, 214, 168), (236, 200, 150), seed)
    draw = ImageDraw.Draw(card)
    _write(draw, (60, 60), "BIBLIOTECA MUNICIPAL", 62, (120, 60, 20))
    _write(draw, (60, 180), "CARNÉ DE LECTURA", 48, _INK)
    _label(draw, 60, 320, "SOCIO NÚMERO", f"{seed * 37 % 100000:05d}", 48)
    _label(draw, 60, 440, "PRÉSTAMO HASTA", "TRES LIBROS, VEINTE DÍAS", 40)
    for index in range(60):
        if (seed >> (index % 11)) & 1 or index % 3 == 0:
            draw.rectangle((60 + index * 12, 600, 66 + index * 12, 730), fill=_INK)
    return _mark(card)


def _spaced(draw: ImageDraw.ImageDraw, place: tuple[int, int], line: str, size: int, width: int) -> None:
    """Characters at the fixed pitch of the machine-readable zone."""
    pitch = width / len(line)
    for index, character in enumerate(line):
        draw.text((place[0] + (index + 0.5) * pitch, place[1]), character, font=_font(size), fill=_INK, anchor="ma")


def _dni_front(holder: CardHolder, today: date) -> Image.Image:
    card = _ground((232, 216, 224), (214, 232, 238), (186, 190, 222), 1)
    draw = ImageDraw.Draw(card)
    _write(draw, (40, 28), "ESPAÑA", 62, (58, 62, 130))
    _write(draw, (345, 50), "DOCUMENTO NACIONAL DE IDENTIDAD", 38, (150, 60, 90))
    _paste_portrait(card, holder, (44, 150, 400, 560), today)
    draw = ImageDraw.Draw(card)
    _write(draw, (480, 128), "DNI", 28, _LABEL)
    _write(draw, (560, 116), holder.number, 52, _INK)
    _label(draw, 480, 205, "APELLIDOS", holder.first_surname.upper())
    _write(draw, (480, 264), holder.second_surname.upper(), 33, _INK)
    _label(draw, 480, 318, "NOMBRE", holder.first_name.upper())
    _label(draw, 480, 394, "SEXO", holder.sex)
    _label(draw, 640, 394, "NACIONALIDAD", holder.nationality)
    _label(draw, 480, 470, "NACIMIENTO", _day(holder.birth))
    _label(draw, 480, 546, "EMISIÓN", _day(_issued(holder)))
    _label(draw, 760, 546, "VALIDEZ", _day(holder.expiry))
    _label(draw, 480, 622, "NUM SOPORT", holder.support)
    _paste_ghost(card, holder, (1050, 500, 130, 180), today)
    _write(draw, (1020, 706), f"{int(holder.support[3:]) % 1_000_000:06d}", 46, _INK)
    return card


def _tie_front(holder: CardHolder, today: date) -> Image.Image:
    card = _ground((222, 226, 240), (226, 238, 224), (188, 204, 214), 3)
    draw = ImageDraw.Draw(card)
    _write(draw, (40, 34), "ESP", 62, (58, 62, 130))
    _write(draw, (210, 50), "PERMISO DE RESIDENCIA", 38, (58, 62, 130))
    _write(draw, (930, 44), holder.support, 42, _INK)
    _paste_portrait(card, holder, (44, 180, 400, 560), today)
    draw = ImageDraw.Draw(card)
    _label(draw, 500, 150, "APELLIDOS / SURNAMES", holder.surnames)
    _label(draw, 500, 226, "NOMBRE / FORENAMES", holder.first_name.upper())
    _label(draw, 500, 302, "SEXO / SEX", holder.sex)
    _label(draw, 700, 302, "NACIONALIDAD", holder.nationality)
    _label(draw, 500, 378, "FECHA NACIMIENTO / BIRTH", _day(holder.birth))
    _label(draw, 500, 454, "VALIDEZ / EXPIRY", _day(holder.expiry))
    _label(draw, 500, 530, "TIPO DE PERMISO", "RESIDENCIA Y TRABAJO")
    _write(draw, (500, 630), "NIE", 28, _LABEL)
    _write(draw, (580, 616), holder.number, 48, _INK)
    _write(draw, (500, 710), "RESIDENCE PERMIT / TITRE DE SEJOUR", 20, _LABEL)
    _paste_ghost(card, holder, (1060, 470, 130, 180), today)
    return card


def _issued(holder: CardHolder) -> date:
    return holder.expiry - timedelta(days=3652)
