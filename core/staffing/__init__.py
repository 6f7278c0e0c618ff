"""Offices, staff and roles: the verbs of central administration. Whatever gives rights needs two administrators."""

from core.staffing import catalogue, policies  # noqa: F401
from core.staffing.grants import PLACES, confirm_grant, end_role, grant, refuse_grant
from core.staffing.offices import (
    ask_change,
    ask_closing,
    ask_office,
    confirm_change,
    load_standard_offices,
    refuse_change,
)
from core.staffing.people import LINK_REQUESTED, appoint_first, correct_email, create_person, send_link

__all__ = (
    "LINK_REQUESTED",
    "PLACES",
    "appoint_first",
    "ask_change",
    "ask_closing",
    "ask_office",
    "confirm_change",
    "confirm_grant",
    "correct_email",
    "create_person",
    "end_role",
    "grant",
    "load_standard_offices",
    "refuse_change",
    "refuse_grant",
    "send_link",
)
