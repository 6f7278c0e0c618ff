"""`manage.py check_seal`: seal a trial page with this installation's settings, check it, and list the certificates.

Exit 1 if it cannot seal, if what it sealed is not authentic, or if it did not reach the level that is set.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import AmparoError
from receipts import cea, keys, models, types
from receipts.layout import Stamp, prepare
from receipts.seal import RevokedSealError, Sealed, Sealer, SignerError
from receipts.verify import verify_bytes

_SOON_DAYS = 60


class Command(BaseCommand):
    """Say whether documents can be sealed, how well, and until when."""

    help = "Seal a trial page and check it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, verify, list."""
        try:
            sealer = keys.sealer()
            sealed = _trial(sealer)
        except (AmparoError, SignerError, RevokedSealError) as error:
            raise CommandError(f"cannot seal: {error}{_cause(error)}") from error
        verdict = verify_bytes(sealed.data, keys.trust())
        certificate = sealer.signer.certificate
        left = (certificate.not_valid_after - timezone.now()).days
        self.stdout.write(f"Seal: {sealer.issuer}, serial {certificate.serial_number:x}, {left} days left")
        self.stdout.write(f"Level: {sealed.level} (set: {settings.SEAL['level']}), {len(sealed.data)} bytes")
        self.stdout.write(f"Checked: {verdict.state}. {' '.join(verdict.reasons)}")
        for row in models.SealCertificate.objects.order_by("first_used_at"):
            revoked = f", not believed from {row.revoked_from:%Y-%m-%d %H:%M}" if row.revoked_from else ""
            used = f"{row.first_used_at:%Y-%m-%d}"
            self.stdout.write(
                f"  {row.fingerprint[:16]}  {row.name}, since {used}, {row.receipts.count()} papers{revoked}"
            )
        if left < _SOON_DAYS:
            self.stderr.write(f"The certificate of the seal ends in {left} days: renew it (manage.py renew_seal)")
        if verdict.state != "authentic" or sealed.level != settings.SEAL["level"]:
            raise SystemExit(1)


def _trial(sealer: Sealer) -> Sealed:
    now = timezone.localtime()
    stamp = Stamp(cea.new(now.date()), now, settings.PUBLIC_URL, settings.PUBLIC_URL)
    page = types.Document("trial", "Prueba del sello", "", "Amparo", blocks=(types.Paragraph("Página de prueba."),))
    return sealer.close(prepare(page, stamp, sealer.place(reason="Prueba del sello", moment=now)))


def _cause(error: BaseException) -> str:
    return f" ({error.__cause__})" if error.__cause__ else ""
