"""What we know of an e-mail address: that it looks mistyped (asked about, never refused), or that mail comes back."""

from __future__ import annotations

import difflib
import unicodedata

from django.db import transaction
from django.utils import timezone

from core.actors import SYSTEM
from core.encryption import blind_index
from core.events import record
from identity.models import UndeliverableAddress

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


def email_index(email: str) -> str:
    """Blind index by which this room knows an address again."""
    return blind_index("identity.email", email.strip())


@transaction.atomic
def mark_undeliverable(address: str, status: str) -> None:
    """Remember that a message to `address` came back or was refused. `status` is that of RFC 3463: ``5.1.1``."""
    now = timezone.now()
    row, created = UndeliverableAddress.objects.select_for_update().get_or_create(
        email_index=email_index(address),
        defaults={"status": status[:12], "first_at": now, "last_at": now},
    )
    if not created:
        row.status, row.last_at, row.times = status[:12], now, row.times + 1
        row.save()
    record("mail.undeliverable", SYSTEM, "address", str(row.public_id), {"status": row.status, "times": row.times})


def mail_arrives(index: str) -> None:
    """Somebody gave back a code sent to the address behind this index: what was held against it no longer counts."""
    UndeliverableAddress.objects.filter(email_index=index).delete()
