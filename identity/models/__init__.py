"""Models of the identity room."""

from identity.models.codes import CodeChallenge, CodeGuard, Consent

__all__ = ["CodeChallenge", "CodeGuard", "Consent"]
