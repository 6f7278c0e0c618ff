"""Texts of the identity room in the error catalogue: what happened, why, what to do."""

from identity.errors import addresses, codes, electronic, pictures, reasons, staff

__all__ = ["addresses", "codes", "electronic", "pictures", "reasons", "staff"]
