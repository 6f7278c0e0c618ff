"""What the check page says for each answer: one word, what it proves and what it does not."""

from dataclasses import dataclass

from receipts.types import CheckResult


@dataclass(frozen=True)
class Wording:
    """The words of one answer. `tone` is good, bad or doubt; `icon` says the same without colour."""

    word: str
    tone: str
    icon: str
    sentence: str
    proves: tuple[str, ...]
    not_proves: tuple[str, ...]


_MEANING = "Que lo que dice siga siendo así hoy: puede haber pasado algo después."
_BY_CODE = {
    "authentic": Wording(
        "Auténtico",
        "good",
        "tick",
        "Emitimos un documento con este código y sigue en vigor.",
        (
            "Que el código es nuestro y nadie lo ha inventado.",
            "Qué clase de documento es, de qué día y de qué oficina.",
        ),
        ("Que tu copia diga lo mismo que el original. Para eso, entrega aquí abajo el archivo.", _MEANING),
    ),
    "replaced": Wording(
        "Sustituido",
        "doubt",
        "warning",
        "Lo emitimos nosotros, pero después emitimos otro en su lugar.",
        ("Que el código es nuestro.", "Que este documento ya no es el que vale."),
        ("Qué dice el documento nuevo. Pídelo a quien te entregó este.",),
    ),
    "revoked": Wording(
        "Anulado",
        "bad",
        "cross",
        "Lo emitimos nosotros, pero después lo anulamos.",
        ("Que el código es nuestro.", "Que este documento ya no vale."),
        ("Por qué se anuló. Eso solo lo sabe la persona interesada.",),
    ),
    "unknown": Wording(
        "No consta",
        "doubt",
        "question",
        "No hemos emitido ningún documento con ese código.",
        ("Que esos datos, juntos y tal como están escritos, no son de ningún documento nuestro.",),
        ("Que el documento sea falso: basta una letra mal copiada. Compara el código con el papel, letra a letra.",),
    ),
}
_BY_FILE = {
    **_BY_CODE,
    "authentic": Wording(
        "Auténtico",
        "good",
        "tick",
        "Este archivo es, byte a byte, el que emitimos.",
        (
            "Que lo emitimos nosotros.",
            "Que nadie ha cambiado ni una letra desde entonces.",
            "Que su sello electrónico está entero.",
        ),
        (_MEANING, "Que quien te lo enseña sea la persona que aparece en él."),
    ),
    "altered": Wording(
        "Alterado",
        "bad",
        "cross",
        "Este archivo dice ser un documento nuestro, pero no es el que emitimos.",
        ("Que alguien o algo ha cambiado el archivo después de emitirlo.",),
        (
            "Qué se cambió, ni que se hiciera con mala intención: abrirlo y volverlo a guardar también lo cambia. "
            "Pide el archivo tal como se descargó.",
        ),
    ),
    "unknown": Wording(
        "No consta",
        "doubt",
        "question",
        "Este archivo no es ninguno de los que hemos emitido.",
        ("Que ningún documento nuestro tiene este contenido.",),
        (
            "Que lo que dice sea falso: puede venir de otra administración o ser una foto o un escaneado. Si lleva un "
            "código CEA al pie, escríbelo aquí abajo.",
        ),
    ),
}


def wording_of(result: CheckResult, *, by_file: bool) -> Wording:
    """The words for an answer."""
    return (_BY_FILE if by_file else _BY_CODE)[result.state]
