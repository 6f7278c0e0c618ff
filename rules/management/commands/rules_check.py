"""``manage.py rules_check``: read and compile every rule text, say what it holds, and run its examples.

With a database, the versions published in it too: a release that cannot read one of them must not be put to work.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.errors import AmparoError
from rules import examples, texts_store
from rules.checks import check_texts
from rules.compilers.compiled import Compiled
from rules.language.errors import RuleTextError
from rules.publishing import schedule


class Command(BaseCommand):
    """Exit 1 where a text does not compile or an example comes out differently."""

    help = "Comprueba los textos de reglas y sus ejemplos."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Check each benefit."""
        wrong = 0
        for error in check_texts():
            self.stderr.write(f"{error.msg} {error.hint}")
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong} errores en los textos de reglas.")
        for benefit in texts_store.benefits():
            wrong += self._benefit(benefit)
        wrong += self._published()
        if wrong:
            raise CommandError(f"{wrong} ejemplos o versiones publicadas no salen como dicen.")

    def _published(self) -> int:
        """Read and compile what is published here; returns how many cannot be."""
        try:
            published = [one for found in schedule.from_database().values() for one in found]
        except DatabaseError:
            self.stderr.write("La base de datos no responde: no se han leído las versiones publicadas.")
            return 0
        wrong = 0
        for one in published:
            try:
                edition = schedule.edition_of_hash(one.hash)
                for day in edition.dates():
                    Compiled(edition.on(day)).careful_reading  # noqa: B018 - compiled when first read
            except (AmparoError, RuleTextError, KeyError, TypeError, ValueError) as error:
                self.stderr.write(f"  publicada desde {one.valid_from.isoformat()}: {error}")
                wrong += 1
            else:
                self.stdout.write(f"  publicada desde {one.valid_from.isoformat()}: {one.hash}")
        return wrong

    def _benefit(self, benefit: str) -> int:
        edition = texts_store.current(benefit)
        assert edition is not None
        text = edition.text
        self.stdout.write(f"{text.title} · {text.hash}")
        self.stdout.write(f"  fechas: {', '.join(day.isoformat() for day in edition.dates())}")
        self.stdout.write(
            f"  {len(text.parameters)} parámetros, {len(text.facts)} datos, {len(text.variables)} variables, "
            f"{len(text.requirements)} requisitos, {len(text.documents)} documentos, "
            f"{len(text.case_rules)} reglas de caso"
        )
        found = list(examples.examples_of(benefit))
        failures = [
            (example, differences) for example in found if (differences := examples.differences(example, edition))
        ]
        for example, differences in failures:
            self.stderr.write(f"  {example.place} {example.name}: {'; '.join(differences)}")
        self.stdout.write(f"  ejemplos: {len(found) - len(failures)} de {len(found)}")
        return len(failures)
