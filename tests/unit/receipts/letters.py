"""A letter with every kind of block, for the tests of this folder."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from receipts import cea, types
from receipts.layout import Stamp, lay_out, prepare
from receipts.seal import FileSigner, Sealer, SealKeys, create_demonstration_authority

ISSUED_AT = datetime(2026, 11, 21, 10, 42, tzinfo=ZoneInfo("Europe/Madrid"))


def letter(**changes: object) -> types.Document:
    """A letter of two pages about a person who does not exist."""
    parts: dict[str, object] = {
        "kind": "submission_receipt",
        "title": "Justificante de presentación",
        "reference": "Solicitud 2026-000123",
        "office_name": "Dirección provincial de Madrid",
        "blocks": (
            types.Callout("Hemos registrado su solicitud", "El plazo para contestar termina el 21 de mayo de 2027."),
            types.Heading("Datos de la solicitud"),
            types.Facts((("Solicitante", "Núria Àvila Ibáñez"), ("Comentario", "<b>a & b</b>"))),
            types.Table(
                "Unidad de convivencia",
                ("Persona", "Ingresos"),
                tuple((f"Persona número {number}", "1.234,50 €") for number in range(30)),
                numeric=(1,),
            ),
            types.Heading("Qué ocurre ahora"),
            types.Items(("Comprobamos la identidad.", "Comprobamos los ingresos."), ordered=True),
            types.Items(("Un punto.", "Otro punto.")),
            types.Paragraph("Conserve este documento. " * 30),
            types.Paragraph("Letra pequeña.", "small"),
        ),
        "attachments": (types.Attachment("datos.json", "application/json", b'{"numero": 1}', "Datos"),),
    }
    return types.Document(**{**parts, **changes})  # type: ignore[arg-type]


def stamp(code: cea.Cea | None = None) -> Stamp:
    code = code or cea.new(ISSUED_AT.date())
    address = "https://amparo.example/verificar/"
    return Stamp(code, ISSUED_AT, f"{address}?cea={code.compact}", address, "Documento de demostración.")


@cache
def laid_out() -> bytes:
    """The letter, not sealed."""
    return lay_out(letter(), stamp())


def authority(folder: Path) -> tuple[SealKeys, Sealer]:
    """A demonstration authority and a sealer with its key."""
    keys = create_demonstration_authority(folder)
    return keys, Sealer(FileSigner(keys.certificate, keys.key))


def sealed_by(sealer: Sealer, document: types.Document | None = None, code: cea.Cea | None = None) -> bytes:
    """A letter with the seal of `sealer`."""
    place = sealer.place(reason="prueba", moment=ISSUED_AT)
    return sealer.close(prepare(document or letter(), stamp(code), place)).data
