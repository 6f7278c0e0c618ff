"""Kinds of event of the receipts room. The subject is the matter the paper is about, so they join its history."""

from core.events import register_kind

register_kind(
    "receipt.issued",
    officer="Documento emitido: {document} (Id. CEA {cea_id})",
    citizen="Emitimos un documento: {document}",
)
register_kind(
    "receipt.replaced",
    officer="Documento sustituido: {document} (Id. CEA {cea_id}, ahora {new_cea_id}): {reason}",
    citizen="Sustituimos un documento: {document}. Motivo: {reason}",
)
register_kind(
    "receipt.revoked",
    officer="Documento anulado: {document} (Id. CEA {cea_id}): {reason}",
    citizen="Anulamos un documento: {document}. Motivo: {reason}",
)
register_kind(
    "receipt.downloaded",
    officer="Documento descargado: {document} (Id. CEA {cea_id}) {purpose}",
    citizen="Se descargó un documento: {document}",
)
register_kind(
    "seal.revoked",
    officer="El certificado del sello {certificate} deja de valer desde {since}",
)
register_kind(
    "roots.closed",
    officer="Cerrada la raíz del día {day}: {size} documentos",
)
