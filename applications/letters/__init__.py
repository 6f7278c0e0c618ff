"""The papers this room issues, as plain documents: what is said, before anything is laid out or sealed."""

from applications.letters.certificate import certificate
from applications.letters.deletion import Deletion, deletion_proof
from applications.letters.heading import office_name
from applications.letters.later import document_receipt, hearing_receipt, withdrawal_receipt
from applications.letters.submission import how_it_came, submission_receipt

__all__ = [
    "Deletion",
    "certificate",
    "deletion_proof",
    "document_receipt",
    "hearing_receipt",
    "how_it_came",
    "office_name",
    "submission_receipt",
    "withdrawal_receipt",
]
