"""Models of the identity room."""

from identity.models.addresses import UndeliverableAddress
from identity.models.checks import IdentityCheck, IdentityCheckState, Picture, PictureSide
from identity.models.codes import Channel, CodeGuard, Consent, ConsentMethod, OneTimeCode
from identity.models.electronic import ElectronicIdentity
from identity.models.liveness import SeenFrame, TurnChallenge, TurnSide
from identity.models.phone import PhoneLink
from identity.models.presence import PresenceCheck

__all__ = [
    "Channel",
    "CodeGuard",
    "Consent",
    "ConsentMethod",
    "ElectronicIdentity",
    "IdentityCheck",
    "IdentityCheckState",
    "OneTimeCode",
    "PhoneLink",
    "Picture",
    "PictureSide",
    "PresenceCheck",
    "SeenFrame",
    "TurnChallenge",
    "TurnSide",
    "UndeliverableAddress",
]
