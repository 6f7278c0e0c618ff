"""The letters of a dossier as plain documents: what `receipts` lays out and seals, and what screens preview.

Each is written once, in Spanish, sentence by sentence; where the province has another official language, it stands
beside (`receipts.languages`).
"""

from workflow.letters.calculation import calculation_sheet
from workflow.letters.decision import KIND as DECISION
from workflow.letters.decision import Annex, decision_letter, resolution_letter, summary, title_of
from workflow.letters.easy_reading import easy_reading
from workflow.letters.endings import INADMISSION, LAPSE, inadmission_letter, lapse_letter, withdrawal_letter
from workflow.letters.heading import LAW, office_name
from workflow.letters.requests import (
    HearingFact,
    hearing_letter,
    letter_of_hearing,
    request_letter,
    request_letter_of,
)

__all__ = [
    "DECISION",
    "INADMISSION",
    "LAPSE",
    "LAW",
    "Annex",
    "HearingFact",
    "calculation_sheet",
    "decision_letter",
    "easy_reading",
    "hearing_letter",
    "inadmission_letter",
    "lapse_letter",
    "letter_of_hearing",
    "office_name",
    "request_letter",
    "request_letter_of",
    "resolution_letter",
    "summary",
    "title_of",
    "withdrawal_letter",
]
