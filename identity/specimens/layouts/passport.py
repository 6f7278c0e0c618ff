"""The data page of a passport (ICAO 9303-4): a Spanish one, and one of Utopia, which ICAO invented for examples."""

from __future__ import annotations

from datetime import date

from identity.specimens import drawing
from identity.specimens.drawing import Sheet, day_text
from identity.specimens.holders import CardHolder

SIZE = (1280, 901)  # 125 × 88 mm
_SPANISH = {
    "type": "Tipo / Type",
    "issuer": "País / Code",
    "support": "Pasaporte n.º / Passport No.",
    "surnames": "(1) Apellidos / Surname",
    "names": "(2) Nombre / Given names",
    "nationality": "(3) Nacionalidad / Nationality",
    "birth": "(4) Fecha de nacimiento / Date of birth",
    "sex": "(6) Sexo / Sex",
    "issue": "(8) Fecha de expedición / Date of issue",
    "expiry": "(9) Fecha de caducidad / Date of expiry",
}
_UTOPIAN = {
    "type": "Type / Type",
    "issuer": "Code / Code",
    "support": "Passport No. / Passeport n°",
    "surnames": "Surname / Nom",
    "names": "Given names / Prénoms",
    "nationality": "Nationality / Nationalité",
    "birth": "Date of birth / Date de naissance",
    "sex": "Sex / Sexe",
    "issue": "Date of issue / Date de délivrance",
    "expiry": "Date of expiry / Date d'expiration",
}


def data_page(holder: CardHolder, lines: tuple[str, ...], today: date) -> Sheet:
    """The page with portrait, fields and zone. The Spanish fields stand in the order of the Union's common model."""
    spanish = holder.kind == "passport"
    colours = ((236, 222, 228), (222, 230, 240)) if spanish else ((214, 226, 244), (226, 240, 244))
    sheet = Sheet(drawing.ground(*colours, (196, 200, 222), 8 if spanish else 9, SIZE), mark_height=670)
    labels = _SPANISH if spanish else _UTOPIAN
    drawing.sans(sheet.draw, (40, 24), "ESPAÑA" if spanish else "UTOPIA", 52, (110, 40, 60))
    drawing.sans(
        sheet.draw, (430, 40), "PASAPORTE / PASSPORT" if spanish else "PASSPORT / PASSEPORT", 30, (110, 40, 60)
    )
    drawing.paste_portrait(sheet, holder, (40, 130, 380, 490), today)
    fields = (
        ("type", (450, 104), "P", 30),
        ("issuer", (620, 104), holder.issuer, 30),
        ("support", (860, 98), holder.support, 36),
        ("surnames", (450, 184), holder.surnames, 32),
        ("names", (450, 262), holder.first_name.upper(), 32),
        ("nationality", (450, 340), "ESPAÑOLA" if spanish else "UTOPIAN", 30),
        ("birth", (450, 418), day_text(holder.birth), 32),
        ("sex", (980, 418), holder.sex, 32),
        ("issue", (450, 496), day_text(holder.issued), 32),
        ("expiry", (450, 574), day_text(holder.expiry), 32),
    )
    for name, place, text, size in fields:
        sheet.labelled(name, place, labels[name], text, size)
    if spanish:
        sheet.labelled("number", (860, 574), "DNI", holder.number, 32)
    drawing.zone(sheet, lines, 730, 78, 46)
    return sheet
