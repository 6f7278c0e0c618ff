"""Cards that are no Spanish identity document, some of them near enough to be taken for one."""

from __future__ import annotations

from datetime import date

from identity.specimens import drawing
from identity.specimens.drawing import INK, Sheet, day_text
from identity.specimens.holders import CardHolder
from identity.specimens.layouts.dni import zone_ground


def foreign_front(holder: CardHolder, today: date) -> Sheet:
    """Identity card of Utopia, side with the portrait."""
    sheet = Sheet(drawing.ground((214, 232, 226), (236, 236, 214), (180, 206, 200), 11))
    drawing.sans(sheet.draw, (40, 26), "UTOPIA", 62, (30, 90, 80))
    drawing.sans(sheet.draw, (400, 46), "IDENTITY CARD / CARTE D'IDENTITÉ", 34, (30, 90, 80))
    drawing.paste_portrait(sheet, holder, (44, 150, 400, 560), today)
    sheet.labelled("surnames", (480, 150), "SURNAME / NOM", holder.surnames)
    sheet.labelled("names", (480, 230), "GIVEN NAMES / PRÉNOMS", holder.first_name.upper())
    sheet.labelled("sex", (480, 310), "SEX / SEXE", holder.sex)
    sheet.labelled("nationality", (680, 310), "NATIONALITY / NATIONALITÉ", holder.nationality)
    sheet.labelled("birth", (480, 390), "DATE OF BIRTH / DATE DE NAISSANCE", day_text(holder.birth))
    sheet.labelled("expiry", (480, 470), "DATE OF EXPIRY / DATE D'EXPIRATION", day_text(holder.expiry))
    sheet.labelled("number", (480, 550), "DOCUMENT NO.", holder.number, 44)
    return sheet


def foreign_back(holder: CardHolder, lines: tuple[str, ...]) -> Sheet:
    """Identity card of Utopia, side with the zone."""
    sheet = Sheet(drawing.ground((226, 236, 230), (236, 236, 224), (196, 214, 208), 12))
    zone_ground(sheet)
    sheet.labelled("address", (330, 60), "ADDRESS / ADRESSE", "1 INVENTED STREET")
    sheet.labelled("birthplace", (330, 150), "PLACE OF BIRTH / LIEU DE NAISSANCE", "AMAUROT")
    drawing.sans(sheet.draw, (330, 260), "SPECIMEN WITHOUT VALUE", 26)
    drawing.zone(sheet, lines, 552, 76)
    return sheet


def driving_licence(holder: CardHolder, today: date) -> Sheet:
    """Spanish driving licence: it names Spain and bears the DNI, and is no identity document here."""
    sheet = Sheet(drawing.ground((246, 222, 226), (244, 230, 214), (230, 180, 190), 13))
    drawing.sans(sheet.draw, (170, 26), "PERMISO DE CONDUCCIÓN", 44, (120, 40, 80))
    drawing.sans(sheet.draw, (900, 30), "REINO DE ESPAÑA", 32, (120, 40, 80))
    drawing.paste_portrait(sheet, holder, (44, 180, 340, 440), today)
    rows = (
        ("1.", holder.surnames),
        ("2.", holder.first_name.upper()),
        ("3.", f"{holder.birth:%d/%m/%Y} {holder.municipality}"),
        ("4a.", f"{holder.issued:%d/%m/%Y}   4c. 28/99"),
        ("4b.", f"{holder.expiry:%d/%m/%Y}"),
        ("5.", holder.number),
        ("9.", "AM  B"),
    )
    for row, (label, text) in enumerate(rows):
        drawing.sans(sheet.draw, (420, 150 + row * 74), label, 24)
        sheet.value(label, (490, 142 + row * 74), text, 34)
    return sheet


_OFFICES = (
    ("MINISTERIO DE ASUNTOS INVENTADOS", "TARJETA DE IDENTIDAD PROFESIONAL"),
    ("MINISTERIO DE DEFENSA", "TARJETA DE IDENTIDAD MILITAR"),
    ("DIRECCIÓN GENERAL INVENTADA", "CARNÉ PROFESIONAL"),
    ("GOBIERNO INVENTADO", "LICENCIA DE ARMAS"),
)


def official_card(holder: CardHolder, today: date) -> Sheet:
    """A card of a Spanish office: the State, its holder's name, days and DNI, a portrait, and another title."""
    office, title = _OFFICES[holder.face_seed % len(_OFFICES)]
    sheet = Sheet(drawing.ground((222, 232, 240), (240, 238, 224), (190, 206, 220), 16))
    drawing.sans(sheet.draw, (60, 26), "ESPAÑA", 64, (30, 60, 110))
    drawing.sans(sheet.draw, (430, 24), office, 34, (30, 60, 110))
    drawing.sans(sheet.draw, (430, 74), title, 38, (30, 60, 110))
    drawing.paste_portrait(sheet, holder, (44, 180, 340, 440), today)
    sheet.labelled("surnames", (430, 170), "APELLIDOS", holder.surnames)
    sheet.labelled("names", (430, 260), "NOMBRE", holder.first_name.upper())
    sheet.labelled("birth", (430, 350), "FECHA DE NACIMIENTO", day_text(holder.birth))
    sheet.labelled("expiry", (430, 440), "VALIDEZ", day_text(holder.expiry))
    drawing.sans(sheet.draw, (430, 560), "DNI", 40)
    sheet.value("number", (530, 552), holder.number, 52)
    return sheet


def foreign_dni(holder: CardHolder, today: date) -> Sheet:
    """Another State's card that bears the DNI's very title and labels; its number has eight figures and no letter."""
    sheet = Sheet(drawing.ground((240, 226, 222), (232, 236, 240), (214, 190, 186), 17))
    drawing.sans(sheet.draw, (60, 30), "UTOPÍA", 60, (130, 40, 40))
    drawing.sans(sheet.draw, (400, 40), "DOCUMENTO NACIONAL DE IDENTIDAD", 38, (130, 40, 40))
    drawing.paste_portrait(sheet, holder, (44, 160, 360, 480), today)
    sheet.labelled("surnames", (440, 150), "PRIMER APELLIDO", holder.first_surname.upper())
    sheet.labelled("second", (440, 230), "SEGUNDO APELLIDO", (holder.second_surname or holder.first_surname).upper())
    sheet.labelled("names", (440, 310), "PRENOMBRES", holder.first_name.upper())
    sheet.labelled("birth", (440, 390), "NACIMIENTO", day_text(holder.birth))
    sheet.labelled("sex", (800, 390), "SEXO", holder.sex)
    sheet.labelled("expiry", (440, 470), "FECHA CADUCIDAD", day_text(holder.expiry))
    sheet.labelled("number", (440, 560), "DNI", f"{holder.number[:8]} - {int(holder.number[:8]) % 10}", 44)
    return sheet


def health_card(holder: CardHolder, _today: date) -> Sheet:
    """A health card: Spanish, with a name and the DNI, and neither portrait nor zone."""
    sheet = Sheet(drawing.ground((206, 228, 246), (232, 242, 250), (170, 200, 230), 14))
    drawing.sans(sheet.draw, (50, 40), "TARJETA SANITARIA", 56, (20, 80, 140))
    drawing.sans(sheet.draw, (50, 120), "SERVICIO DE SALUD INVENTADO", 30, (20, 80, 140))
    sheet.value("names", (50, 300), f"{holder.first_name} {holder.surnames}".upper(), 36)
    sheet.labelled("number", (50, 400), "DNI / NIE", holder.number, 40)
    sheet.labelled("card", (50, 520), "CIP AUTONÓMICO", "XXXX" + holder.number[:8] + "000", 40)
    return sheet


def bank_card(holder: CardHolder, _today: date) -> Sheet:
    """A payment card of no bank; the number fails its check on purpose."""
    sheet = Sheet(drawing.ground((40, 60, 110), (90, 110, 170), (70, 90, 140), 15))
    drawing.sans(sheet.draw, (60, 50), "BANCO INVENTADO", 54, (240, 240, 250))
    digits = f"9999 {holder.number[:4]} {holder.number[4:8]} 0000"
    drawing.write(sheet.draw, (80, 400), digits, 74, (230, 232, 240))
    drawing.write(sheet.draw, (80, 560), f"{holder.expiry:%m/%y}", 44, (230, 232, 240))
    drawing.write(sheet.draw, (80, 660), f"{holder.first_name} {holder.surnames}".upper()[:28], 44, (230, 232, 240))
    return sheet


def library_card(seed: int) -> Sheet:
    """A card of a public library."""
    sheet = Sheet(drawing.ground((250, 236, 200), (246, 214, 168), (236, 200, 150), seed))
    drawing.write(sheet.draw, (60, 60), "BIBLIOTECA MUNICIPAL", 62, (120, 60, 20))
    drawing.write(sheet.draw, (60, 180), "CARNÉ DE LECTURA", 48, INK)
    sheet.labelled("member", (60, 320), "SOCIO NÚMERO", f"{seed * 37 % 100000:05d}", 48)
    sheet.labelled("until", (60, 440), "PRÉSTAMO HASTA", "TRES LIBROS, VEINTE DÍAS", 40)
    for index in range(60):
        if (seed >> (index % 11)) & 1 or index % 3 == 0:
            sheet.draw.rectangle((60 + index * 12, 600, 66 + index * 12, 730), fill=INK)
    return sheet
