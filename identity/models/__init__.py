"""Models of the identity room."""

from identity.models.checks import IdentityCheck, IdentityCheckState, Picture, PictureSide
from identity.models.codes import CodeChallenge, CodeGuard, Consent

__all__ = [
    "CodeChallenge",
    "CodeGuard",
    "Consent",
    "IdentityCheck",
    "IdentityCheckState",
    "Picture",
    "PictureSide",
]
