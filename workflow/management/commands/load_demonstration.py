"""Loads offices and demonstration staff. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.models import Office, OfficeKind
from core.provinces import PROVINCES
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
    """Central services, and a provincial directorate with one CAISS for each INE code; returns how many exist."""
    central, _ = Office.objects.get_or_create(
        code="SSCC", defaults={"name": "Servicios centrales", "kind": OfficeKind.CENTRAL, "province_code": ""}
    )
    for code, province in PROVINCES.items():
        directorate, _ = Office.objects.get_or_create(
            code=f"DP{code}",
            defaults={
                "name": f"Dirección Provincial de {province}",
                "kind": OfficeKind.PROVINCIAL_OFFICE,
                "province_code": code,
                "parent": central,
            },
        )
        Office.objects.get_or_create(
            code=f"CAISS{code}01",
            defaults={
                "name": f"CAISS de {province}",
                "kind": OfficeKind.CAISS,
                "province_code": code,
                "parent": directorate,
                "address_ranges": CAPTURE_RANGES,
            },
        )
    # A demonstration loaded before offices had ranges gets them too.
    Office.objects.filter(kind=OfficeKind.CAISS, address_ranges=[]).update(address_ranges=CAPTURE_RANGES)
    return Office.objects.count()


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
