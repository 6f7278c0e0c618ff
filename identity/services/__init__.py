"""Verbs of the identity room."""

from identity.services.addresses import suspicious_address
from identity.services.codes import record_consent, send_code, verify_code

__all__ = ["record_consent", "send_code", "suspicious_address", "verify_code"]
