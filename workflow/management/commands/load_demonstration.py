"""Loads offices and demonstration staff. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.models import Office, OfficeKind
from core.staffing import load_standard_offices
from identity.services.demonstration import create_demonstration_staff

# In the demonstration any machine of a house or an office may be a CAISS: loopback, private and link-local networks.
CAPTURE_RANGES = [
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
]


@transaction.atomic
def load_offices() -> int:
    """The standard offices, with every CAISS open to the networks of the demonstration; returns how many exist."""
    number = load_standard_offices()
    Office.objects.filter(kind=OfficeKind.CAISS, address_ranges=[]).update(address_ranges=CAPTURE_RANGES)
    return number


class Command(BaseCommand):
    """`manage.py load_demonstration`."""

    help = "52 direcciones provinciales, un CAISS en cada una y las cuentas de demostración"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load; idempotent."""
        if not settings.DEMONSTRATION:
            raise CommandError("only with AMPARO_DEMONSTRATION=1")
        offices = load_offices()
        people = create_demonstration_staff()
        self.stdout.write(f"{offices} offices, {len(people)} accounts")
