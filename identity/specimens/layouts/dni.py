"""The Spanish identity card: DNI 4.0 (since 2021), DNI 3.0 (2015) and the first electronic DNI (2006).

The DNI 3.0 and the DNIe follow official specimens: which field stands where, under which label. The DNI 4.0 follows
what is public of it (blue rectangle with ES, «REINO DE ESPAÑA», title also in English, larger portrait, number above
the surnames); the exact place and label of each field are a guess.
"""

from __future__ import annotations

import math
from datetime import date

from PIL import Image, ImageDraw

from identity.specimens import drawing
from identity.specimens.drawing import HEIGHT, INK, WIDTH, Sheet, day_text
from identity.specimens.holders import CardHolder

_BLUE, _RED = (58, 62, 130), (150, 60, 90)
_GOLD, _GOLD_LINE = (203, 168, 88), (150, 118, 52)


def dni4_front(holder: CardHolder, today: date) -> Sheet:
    """DNI 4.0 with the portrait at the left."""
    sheet = Sheet(drawing.ground((232, 216, 224), (214, 232, 238), (186, 190, 222), 1))
    _european_flag(sheet.draw, (36, 28))
    drawing.sans(sheet.draw, (160, 26), "REINO DE ESPAÑA", 40, _BLUE)
    drawing.sans(sheet.draw, (560, 28), "DOCUMENTO NACIONAL DE IDENTIDAD", 30, _RED)
    drawing.sans(sheet.draw, (560, 66), "NATIONAL IDENTITY CARD", 22, _RED)
    drawing.paste_portrait(sheet, holder, (44, 130, 420, 590), today)
    drawing.sans(sheet.draw, (500, 132), "DNI", 28)
    sheet.value("number", (570, 118), holder.number, 50)
    sheet.labelled("surnames", (500, 200), "APELLIDOS", holder.first_surname.upper())
    sheet.value("surnames", (500, 259), holder.second_surname.upper())
    sheet.labelled("names", (500, 316), "NOMBRE", holder.first_name.upper())
    sheet.labelled("sex", (500, 392), "SEXO", holder.sex)
    sheet.labelled("nationality", (660, 392), "NACIONALIDAD", holder.nationality)
    sheet.labelled("birth", (500, 468), "FECHA DE NACIMIENTO", day_text(holder.birth))
    sheet.labelled("issue", (500, 544), "EMISIÓN", day_text(holder.issued))
    sheet.labelled("expiry", (780, 544), "VALIDEZ", day_text(holder.expiry))
    sheet.labelled("support", (500, 620), "NUM SOPORT", holder.support)
    drawing.paste_ghost(sheet, holder, (1060, 430, 130, 180), today)
    sheet.value("can", (1020, 710), holder.access_number, 46)
    _signature(sheet, holder, (700, 712))
    return sheet


def dni3_front(holder: CardHolder, today: date) -> Sheet:
    """DNI 3.0: number at the foot of the portrait, support number beside the expiry."""
    sheet = Sheet(drawing.ground((244, 226, 196), (226, 236, 214), (226, 186, 150), 4))
    drawing.sans(sheet.draw, (30, 26), "ESPAÑA", 66, _BLUE)
    drawing.sans(sheet.draw, (500, 46), "DOCUMENTO NACIONAL DE IDENTIDAD", 37, _RED)
    drawing.paste_portrait(sheet, holder, (34, 140, 410, 540), today)
    sheet.labelled("surnames", (505, 212), "APELLIDOS", holder.first_surname.upper())
    sheet.value("surnames", (505, 266), holder.second_surname.upper())
    sheet.labelled("names", (505, 322), "NOMBRE", holder.first_name.upper())
    sheet.labelled("sex", (505, 392), "SEXO", holder.sex)
    sheet.labelled("nationality", (680, 392), "NACIONALIDAD", holder.nationality)
    sheet.labelled("birth", (505, 466), "FECHA DE NACIMIENTO", day_text(holder.birth))
    sheet.labelled("support", (505, 540), "NUM SOPORT", holder.support)
    sheet.labelled("expiry", (735, 540), "VALIDEZ", day_text(holder.expiry))
    _signature(sheet, holder, (560, 650))
    drawing.paste_ghost(sheet, holder, (1030, 440, 120, 150), today)
    sheet.value("can", (1010, 672), holder.access_number, 52)
    drawing.sans(sheet.draw, (64, 714), "DNI", 34, INK)
    sheet.value("number", (130, 700), holder.number, 54)
    return sheet


def dnie_front(holder: CardHolder, today: date) -> Sheet:
    """The first electronic DNI: chip and number at the left, small portrait at the right, no issue date."""
    sheet = Sheet(drawing.ground((246, 236, 190), (190, 216, 240), (200, 206, 220), 5))
    drawing.sans(sheet.draw, (370, 16), "DOCUMENTO NACIONAL DE IDENTIDAD", 40, _BLUE)
    drawing.sans(sheet.draw, (44, 130), "ESPAÑA", 60, _RED)
    _chip(sheet.draw, (130, 270))
    y = 96
    for label, name, text in (
        ("PRIMER APELLIDO", "surnames", holder.first_surname),
        ("SEGUNDO APELLIDO", "surnames", holder.second_surname),
        ("NOMBRE", "names", holder.first_name),
    ):
        sheet.labelled(name, (370, y), label, text.upper(), 31)
        y += 78
    sheet.labelled("sex", (370, y), "SEXO", holder.sex, 31)
    sheet.labelled("nationality", (520, y), "NACIONALIDAD", holder.nationality, 31)
    sheet.labelled("birth", (370, y + 78), "FECHA DE NACIMIENTO", day_text(holder.birth), 31)
    sheet.labelled("support", (370, y + 156), "IDESP", holder.support, 31)
    sheet.labelled("expiry", (370, y + 234), "VÁLIDO HASTA", day_text(holder.expiry), 31)
    drawing.paste_portrait(sheet, holder, (890, 380, 330, 400), today)
    _signature(sheet, holder, (450, 690))
    drawing.sans(sheet.draw, (34, 694), "DNI NÚM.", 26, _BLUE)
    sheet.value("number", (34, 728), holder.number, 46)
    return sheet


def back(holder: CardHolder, lines: tuple[str, ...]) -> Sheet:
    """The face with the machine-readable zone: address, place of birth, chip on the newer ones."""
    colours = ((246, 228, 206), (236, 226, 220)) if holder.kind == "dni3" else ((236, 226, 232), (222, 234, 240))
    sheet = Sheet(drawing.ground(*colours, (196, 205, 226), 2))
    zone_ground(sheet)
    if holder.kind != "dnie":
        _chip(sheet.draw, (70, 190))
    sheet.labelled("address", (330, 60), "DOMICILIO", holder.address.upper()[:34])
    sheet.value("address", (330, 122), holder.municipality.upper())
    sheet.labelled("birthplace", (330, 200), "LUGAR DE NACIMIENTO", holder.municipality.upper())
    sheet.labelled("parents", (330, 290), "HIJO/A DE", "JUAN / CARMEN")
    sheet.labelled("team", (330, 370), "ESPECIMEN SIN VALOR", "DOCUMENTO DE PRUEBA")
    drawing.zone(sheet, lines, 552, 76)
    return sheet


def zone_ground(sheet: Sheet) -> None:
    """The pale band under the zone."""
    draw = sheet.draw
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=(240, 241, 238))
    for row in range(530, HEIGHT, 12):
        draw.line([(x, row + 4 * math.sin(x / 31)) for x in range(0, WIDTH, 8)], fill=(226, 229, 232))


def _chip(draw: ImageDraw.ImageDraw, place: tuple[int, int]) -> None:
    x, y = place
    draw.rounded_rectangle((x, y, x + 170, y + 150), radius=18, fill=_GOLD, outline=_GOLD_LINE, width=3)
    draw.line((x, y + 75, x + 170, y + 75), fill=_GOLD_LINE, width=3)
    draw.line((x + 85, y, x + 85, y + 150), fill=_GOLD_LINE, width=3)


def _european_flag(draw: ImageDraw.ImageDraw, place: tuple[int, int]) -> None:
    x, y = place
    draw.rectangle((x, y, x + 104, y + 70), fill=(20, 60, 150))
    for star in range(12):
        angle = star * math.pi / 6
        spot = (x + 52 + 30 * math.cos(angle), y + 35 + 30 * math.sin(angle))
        draw.ellipse((spot[0] - 3, spot[1] - 3, spot[0] + 3, spot[1] + 3), fill=(250, 210, 40))
    drawing.sans(draw, (x + 36, y + 18), "ES", 26, (255, 255, 255))


def _signature(sheet: Sheet, holder: CardHolder, place: tuple[int, int]) -> None:
    """A scrawl, another for every number."""
    pen = Image.new("RGBA", sheet.image.size, (0, 0, 0, 0))
    twist = sum(map(ord, holder.number + holder.first_name))
    points = [
        (place[0] + t * 5.2, place[1] + 26 * math.sin(t * (0.31 + twist % 7 / 40)) + 14 * math.sin(t * 0.83 + twist))
        for t in range(58)
    ]
    ImageDraw.Draw(pen).line(points, fill=(30, 30, 44, 220), width=4, joint="curve")
    sheet.image.paste(pen, (0, 0), pen)
