"""Offices, staff and their roles, events, outbox, stored files and registry counters."""

from core.models.base import PublicModel
from core.models.history import AuditEvent, EventChain, OutboxMessage, OutboxState
from core.models.offices import Office, OfficeChange, OfficeChangeKind, OfficeChangeState, OfficeKind
from core.models.staff import Role, StaffMember, StaffRole
from core.models.storage import RegistryCounter, StoredFile

__all__ = (
    "AuditEvent",
    "EventChain",
    "Office",
    "OfficeChange",
    "OfficeChangeKind",
    "OfficeChangeState",
    "OfficeKind",
    "OutboxMessage",
    "OutboxState",
    "PublicModel",
    "RegistryCounter",
    "Role",
    "StaffMember",
    "StaffRole",
    "StoredFile",
)
