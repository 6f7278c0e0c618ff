"""What a dossier keeps: its place, its checks, its clock, its acts. Personal values lie encrypted."""

from workflow.models.acts import (
    CorrectionRequest,
    CorrectionRequestState,
    DecisionKind,
    FiscalReview,
    FiscalReviewState,
    Hearing,
    HearingState,
    Proposal,
    ProposalState,
    Resolution,
)
from workflow.models.assigning import (
    Absence,
    Assignment,
    AssignmentPolicy,
    AssignmentTerms,
    Handover,
    HandoverCause,
    HandoverNotice,
)
from workflow.models.checks import Check, CheckSource, CheckState, Flag, Severity
from workflow.models.dossier import (
    ClockEntry,
    ClockMove,
    Dossier,
    DossierState,
    StatedPurpose,
)
from workflow.models.relocation import Relocation, RelocationRule
from workflow.models.stops import AutomationStop

__all__ = (
    "Absence",
    "Assignment",
    "AssignmentPolicy",
    "AssignmentTerms",
    "AutomationStop",
    "Check",
    "CheckSource",
    "CheckState",
    "ClockEntry",
    "ClockMove",
    "CorrectionRequest",
    "CorrectionRequestState",
    "DecisionKind",
    "Dossier",
    "DossierState",
    "FiscalReview",
    "FiscalReviewState",
    "Flag",
    "Handover",
    "HandoverCause",
    "HandoverNotice",
    "Hearing",
    "HearingState",
    "Proposal",
    "ProposalState",
    "Relocation",
    "RelocationRule",
    "Resolution",
    "Severity",
    "StatedPurpose",
)
