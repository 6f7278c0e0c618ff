"""Capture in person at a CAISS: its pages, and what a capturer may do with the person in front of them."""

from core.models import Office

POWERS = {
    "identity.attend": {"": {"capturer here"}},
    "application.capture": {"": {"capturer here", "capturer elsewhere"}},
}
SUBJECTS = {
    "identity.attend": lambda scene: Office.objects.get(kind="caiss", province_code="28"),
    "application.capture": lambda scene: None,
}
