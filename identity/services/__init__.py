"""Verbs of the identity room."""

from identity.electronic_visits import register_visits
from identity.selectors import check_state
from identity.services.addresses import suspicious_address
from identity.services.by_person import ask_person, take_photos_after_all
from identity.services.checks import (
    add_picture,
    conclude,
    open_check,
    review,
    set_face_consent,
)
from identity.services.codes import send_code, verify_code
from identity.services.consents import record_consent, revoke_consent, standing_consent
from identity.services.delivery_reports import take_delivery_report
from identity.services.demonstration import create_demonstration_staff, second_factor_code
from identity.services.electronic import forget_electronic
from identity.services.handover import PHONE_STAYS, open_phone_link, phone_link, phone_link_state
from identity.services.liveness import add_turn, ask_turn
from identity.services.pictures import expect_picture, forget, picture, purge_due
from identity.services.presence import forget_presence, record_presence
from identity.services.sign_in import SecondFactorMixin, has_second_factor, office_refusal, second_factor_required
from identity.sms import reachable as reachable_phone

__all__ = [
    "PHONE_STAYS",
    "SecondFactorMixin",
    "add_picture",
    "add_turn",
    "ask_person",
    "ask_turn",
    "check_state",
    "conclude",
    "create_demonstration_staff",
    "expect_picture",
    "forget",
    "forget_electronic",
    "forget_presence",
    "has_second_factor",
    "office_refusal",
    "open_check",
    "open_phone_link",
    "phone_link",
    "phone_link_state",
    "picture",
    "purge_due",
    "reachable_phone",
    "record_consent",
    "record_presence",
    "register_visits",
    "review",
    "revoke_consent",
    "second_factor_code",
    "second_factor_required",
    "send_code",
    "set_face_consent",
    "standing_consent",
    "suspicious_address",
    "take_delivery_report",
    "take_photos_after_all",
    "verify_code",
]
