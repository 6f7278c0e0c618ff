"""Kinds of paper and what they are called on the check page, which must never repeat a title that names somebody."""

_UNNAMED = "Documento"
_NAMES = {
    "submission_receipt": "Justificante de presentación de una solicitud",
    "withdrawal_receipt": "Justificante de desistimiento de una solicitud",
    "document_receipt": "Justificante de entrega de documentos",
    "correction_request": "Requerimiento de subsanación",
    "hearing": "Trámite de audiencia",
    "hearing_receipt": "Justificante de alegaciones",
    "resolution": "Resolución de una solicitud",
    "calculation_sheet": "Detalle del cálculo de una resolución",
    "easy_reading": "Explicación de una resolución en lectura fácil",
    "inadmission": "Resolución por la que no se admite una solicitud",
    "lapse": "Resolución por la que caduca un procedimiento",
    "withdrawal_accepted": "Resolución por la que se acepta un desistimiento",
    "status_certificate": "Certificado del estado de una solicitud",
    "recognition_certificate": "Certificado de prestación reconocida",
    "consent_evidence": "Hoja de evidencia de un consentimiento",
    "deletion_proof": "Justificante del borrado de un borrador",
    "electronic_file_index": "Índice de un expediente electrónico",
}


def register(kind: str, name: str) -> None:
    """Give a kind its public name; rooms call it when they load."""
    if _NAMES.setdefault(kind, name) != name:
        raise ValueError(f"kind of paper registered twice with different names: {kind}")


def name_of(kind: str) -> str:
    """The public name of a kind."""
    return _NAMES.get(kind, _UNNAMED)
