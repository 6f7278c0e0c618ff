"""`manage.py setup_seal` — make the demonstration authority and its seal, unless there is a seal already."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from receipts.seal import create_demonstration_authority, load_keys


class Command(BaseCommand):
    """Make the seal of the demonstration."""

    help = "Crea la autoridad y el sello de demostración si no hay ninguno."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.SEAL_KEYS_DIR)
        there = load_keys(folder).whole
        keys = create_demonstration_authority(folder)
        self.stdout.write(f"{'Ya había un sello' if there else 'Sello creado'}. Raíz de confianza: {keys.root}")
