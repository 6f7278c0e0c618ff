"""A gentle question about an e-mail address that looks mistyped: nothing is ever refused for it."""

from __future__ import annotations

import difflib
import unicodedata

# Where people in Spain have their mail, plus real domains that resemble those and must not be taken for mistakes.
KNOWN_DOMAINS = (
    "gmail.com", "hotmail.com", "hotmail.es", "outlook.com", "outlook.es", "yahoo.com", "yahoo.es", "icloud.com",
    "live.com", "live.es", "msn.com", "telefonica.net", "movistar.es", "orange.es", "ono.com", "terra.es", "gmx.es",
    "gmx.com", "proton.me", "protonmail.com", "googlemail.com", "ymail.com", "mail.com", "email.com", "me.com",
    "mac.com", "aol.com", "hotmail.fr", "hotmail.it", "yahoo.fr", "yahoo.it", "live.fr", "zoho.com", "tutanota.com",
)  # fmt: skip
_LOOKALIKES = str.maketrans("аеорсухіѕԁ01", "aeopcyxisdol")
_LIKENESS = 0.84


def _plain(domain: str) -> str:
    """The domain as an eye reads it: lower case, no accents, look-alike letters as Latin ones."""
    folded = unicodedata.normalize("NFKD", domain.lower()).translate(_LOOKALIKES)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def suspicious_address(email: str) -> str | None:
    """``ana@gmial.com`` → ``ana@gmail.com``; None where the domain looks right or like nothing we know."""
    name, at, domain = email.strip().rpartition("@")
    domain = domain.lower()
    if not at or not name or domain in KNOWN_DOMAINS:
        return None
    close = difflib.get_close_matches(_plain(domain), KNOWN_DOMAINS, n=1, cutoff=_LIKENESS)
    return f"{name}@{close[0]}" if close else None
