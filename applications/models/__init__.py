"""Models of the citizen's application."""

from applications.models.applications import (
    EDITABLE,
    FILED,
    Application,
    ApplicationState,
    Channel,
    Document,
    DocumentState,
    DraftLink,
    Hearing,
    Letter,
    Member,
    PoliceState,
    Progress,
)
from applications.models.confirmations import Confirmation, ConfirmationState

__all__ = [
    "EDITABLE",
    "FILED",
    "Application",
    "ApplicationState",
    "Channel",
    "Confirmation",
    "ConfirmationState",
    "Document",
    "DocumentState",
    "DraftLink",
    "Hearing",
    "Letter",
    "Member",
    "PoliceState",
    "Progress",
]
