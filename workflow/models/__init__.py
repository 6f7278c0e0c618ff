"""What a dossier keeps: its place, its checks, its clock, its acts. Personal values lie encrypted."""

from workflow.models.acts import (
    CorrectionRequest,
    CorrectionRequestState,
    DecisionKind,
    Proposal,
    ProposalState,
    Resolution,
)
from workflow.models.checks import Check, CheckSource, CheckState, Flag, Severity
from workflow.models.dossier import (
    Assignment,
    ClockEntry,
    ClockMove,
    Dossier,
    DossierState,
    StatedPurpose,
)

__all__ = (
    "Assignment",
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
    "Flag",
    "Proposal",
    "ProposalState",
    "Resolution",
    "Severity",
    "StatedPurpose",
)
