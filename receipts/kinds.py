"""Kinds of paper and what they are called on the check page, which must never repeat a title that names somebody."""

_UNNAMED = "Documento"
_NAMES = {
    "submission_receipt": "Justificante de presentación de una solicitud",
    "withdrawal_receipt": "Justificante de desistimiento de una solicitud",
    "document_receipt": "Justificante de entrega de documentos",
    "correction_request": "Requerimiento de subsanación",
    "resolution": "Resolución de una solicitud",
}


def register(kind: str, name: str) -> None:
    """Give a kind its public name; rooms call it when they load."""
    if _NAMES.setdefault(kind, name) != name:
        raise ValueError(f"kind of paper registered twice with different names: {kind}")


def name_of(kind: str) -> str:
    """The public name of a kind."""
    return _NAMES.get(kind, _UNNAMED)
