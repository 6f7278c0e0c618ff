"""``manage.py rules_check``: read and compile every rule text, say what it holds, and run its examples."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rules import examples, texts_store
from rules.checks import check_texts
from rules.language.tongue import LANGUAGES, phrases_of, problems


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
        if wrong:
            raise CommandError(f"{wrong} ejemplos no salen como dicen.")
        for benefit in texts_store.benefits():
            wrong += self._languages(benefit)
        if wrong:
            raise CommandError(f"{wrong} frases de los catálogos de idiomas están mal.")

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
        failures = [(example, differences) for example in found if (differences := examples.differences(example))]
        for example, differences in failures:
            self.stderr.write(f"  {example.place} {example.name}: {'; '.join(differences)}")
        self.stdout.write(f"  ejemplos: {len(found) - len(failures)} de {len(found)}")
        return len(failures)

    def _languages(self, benefit: str) -> int:
        edition = texts_store.current(benefit)
        assert edition is not None
        found = list(problems(edition.text, texts_store.TEXTS / benefit))
        for error in found:
            self.stderr.write(f"  {benefit}/{error.place}: {error.wrong} {error.mend}")
        unread = [code for code in LANGUAGES if not texts_store.in_language(edition.text, code).tongue.reviewed]
        self.stdout.write(
            f"  idiomas: {', '.join(LANGUAGES)}; {len(phrases_of(edition.text))} frases; "
            f"sin revisar: {', '.join(unread) or 'ninguno'}"
        )
        return len(found)
