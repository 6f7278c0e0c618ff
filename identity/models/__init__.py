"""Models of the identity room."""

from identity.models.checks import IdentityCheck, IdentityCheckState, Picture, PictureSide
from identity.models.codes import CodeGuard, Consent, ConsentMethod, OneTimeCode
from identity.models.liveness import SeenFrame, TurnChallenge, TurnSide
from identity.models.phone import PhoneLink
from identity.models.presence import PresenceCheck

__all__ = [
    "CodeGuard",
    "Consent",
    "ConsentMethod",
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
]
