"""Models of the identity room."""

from identity.models.checks import IdentityCheck, IdentityCheckState, Picture, PictureSide
from identity.models.codes import CodeGuard, Consent, OneTimeCode

__all__ = [
    "CodeGuard",
    "Consent",
    "IdentityCheck",
    "IdentityCheckState",
    "OneTimeCode",
    "Picture",
    "PictureSide",
]
