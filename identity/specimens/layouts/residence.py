"""Documents of foreigners: the residence permit (TIE) and the registration certificate of citizens of the Union.

The permit's front follows the ministry's annex specimen (uniform European format). The certificate says what article 7
of Royal Decree 240/2007 lists — name, nationality, address, NIE, date of registration — on a green card with neither
portrait nor zone; its arrangement is a guess.
"""

from __future__ import annotations

from datetime import date

from identity.specimens import drawing
from identity.specimens.drawing import Sheet, day_text
from identity.specimens.holders import CardHolder
from identity.specimens.layouts.dni import zone_ground

# A birthplace is printed by its State's name, which another State's card bears as its title.
_BORN_IN = ("BRASIL", "MARRUECOS", "REPÚBLICA DOMINICANA", "COLOMBIA", "ROMANIA", "ITALIA", "SENEGAL", "UNITED STATES")
_BLUE, _GREEN = (58, 62, 130), (24, 84, 52)


def tie_front(holder: CardHolder, today: date) -> Sheet:
    """Residence permit, side with the portrait."""
    sheet = Sheet(drawing.ground((222, 226, 240), (226, 238, 224), (188, 204, 214), 3), mark_height=620)
    drawing.sans(sheet.draw, (40, 24), "ESP", 66, _BLUE)
    drawing.sans(sheet.draw, (330, 42), "PERMISO DE RESIDENCIA", 38, _BLUE)
    sheet.value("support", (915, 38), holder.support, 44)
    drawing.paste_portrait(sheet, holder, (30, 170, 470, 600), today)
    sheet.labelled("surnames", (520, 150), "APELLIDOS Nombre / SURNAMES Forenames", holder.surnames)
    sheet.value("names", (520, 208), holder.first_name.upper())
    sheet.labelled("sex", (520, 262), "SEXO / SEX", holder.sex)
    sheet.labelled("nationality", (650, 262), "NACIONALIDAD / NATIONALITY", holder.nationality)
    sheet.labelled("birth", (980, 262), "FECHA NACIMIENTO / BIRTH DATE", day_text(holder.birth))
    sheet.labelled("permit", (520, 340), "TIPO DE PERMISO / TYPE OF PERMIT", "RESIDENCIA")
    sheet.value("permit", (520, 398), "TRABAJO Y RESIDENCIA")
    sheet.labelled("expiry", (980, 340), "VALIDEZ TARJETA / CARD EXPIRY", day_text(holder.expiry))
    drawing.sans(sheet.draw, (520, 476), "OBSERVACIONES / REMARKS", 17)
    drawing.sans(sheet.draw, (520, 500), "NIE / PERSONAL NUMBER", 17)
    drawing.write(sheet.draw, (750, 530), "NIE:", 48, drawing.INK)
    sheet.value("number", (905, 530), holder.number, 48)
    sheet.value("can", (1010, 660), holder.access_number, 46)
    drawing.sans(sheet.draw, (520, 750), "RESIDENCE PERMIT / TITRE DE SÉJOUR", 20)
    drawing.paste_ghost(sheet, holder, (1080, 92, 110, 150), today)
    return sheet


def tie_back(holder: CardHolder, lines: tuple[str, ...], today: date) -> Sheet:
    """Residence permit, side with the zone and a small portrait."""
    sheet = Sheet(drawing.ground((236, 226, 232), (222, 234, 240), (196, 205, 226), 6))
    zone_ground(sheet)
    drawing.paste_ghost(sheet, holder, (90, 80, 120, 160), today)
    sheet.labelled("permit", (270, 30), "OBSERVACIONES / REMARKS", "AUTORIZACIÓN RESIDENCIA-TRABAJO", 31)
    issued = f"{day_text(holder.issued)} {holder.municipality}"
    sheet.labelled("issue", (270, 120), "FECHA DE EMISIÓN - LUGAR / DATE OF ISSUE - PLACE", issued, 31)
    born = f"CIUDAD - {_BORN_IN[int(holder.number[1:-1]) % len(_BORN_IN)]}"
    sheet.labelled("birthplace", (270, 200), "LUGAR DE NACIMIENTO / PLACE OF BIRTH", born, 31)
    sheet.labelled("address", (40, 290), "DOMICILIO / ADDRESS", holder.address.upper()[:34], 31)
    sheet.value("address", (40, 346), holder.municipality.upper(), 31)
    drawing.sans(sheet.draw, (40, 420), "ESPECIMEN SIN VALOR", 26)
    drawing.zone(sheet, lines, 552, 76)
    return sheet


def certificate(holder: CardHolder, _today: date) -> Sheet:
    """Registration certificate of a citizen of the Union, in its card size."""
    sheet = Sheet(drawing.ground((206, 232, 206), (196, 226, 200), (160, 206, 168), 7))
    drawing.sans(sheet.draw, (50, 30), "MINISTERIO DEL INTERIOR", 26, _GREEN)
    drawing.sans(sheet.draw, (50, 66), "DIRECCIÓN GENERAL DE LA POLICÍA", 22, _GREEN)
    drawing.sans(sheet.draw, (50, 116), "CERTIFICADO DE REGISTRO DE CIUDADANO DE LA UNIÓN", 36, _GREEN)
    sheet.labelled("number", (50, 190), "N.I.E.", holder.number, 44)
    sheet.labelled("surnames", (50, 280), "APELLIDOS", holder.surnames)
    sheet.labelled("names", (50, 360), "NOMBRE", holder.first_name.upper())
    sheet.labelled("nationality", (50, 440), "NACIONALIDAD", holder.nationality)
    sheet.labelled("address", (50, 520), "DOMICILIO", f"{holder.address}, {holder.municipality}".upper())
    sheet.labelled("issue", (50, 600), "FECHA DE REGISTRO", day_text(holder.issued))
    small = "Este certificado no acredita la identidad ni la nacionalidad de su titular si no acompaña a su documento."
    drawing.sans(sheet.draw, (50, 740), small, 19, _GREEN, bold=False)
    return sheet
