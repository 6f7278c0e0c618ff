"""``manage.py rules_check``: read and compile every rule text, say what it holds, and run its examples.

With ``--second-opinion`` random households are asked of every reading too: compiled, three-valued, durable-rules, and
an oracle written from the law (see `rules.second_opinion`).
With a database, the versions published in it too: a release that cannot read one of them must not be put to work.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.errors import AmparoError
from rules import examples, texts_store
from rules.checks import check_texts
from rules.compilers.compiled import Compiled
from rules.language.errors import RuleTextError
from rules.language.tongue import LANGUAGES, phrases_of, problems
from rules.publishing import schedule

if TYPE_CHECKING:
    from rules.second_opinion.comparing import Agreement, Difference


class Command(BaseCommand):
    """Exit 1 where a text does not compile, an example comes out differently, or two readings part."""

    help = "Comprueba los textos de reglas y sus ejemplos."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The second opinion, and how many households it looks at."""
        parser.add_argument(
            "--second-opinion", action="store_true", help="Pregunta también a durable-rules y al oráculo."
        )
        parser.add_argument("--households", type=int, default=200, help="Hogares al azar que se comparan (200).")
        parser.add_argument("--seed", type=int, default=1, help="Semilla de los hogares, para repetirlos (1).")

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
        for benefit in texts_store.benefits():
            wrong += self._languages(benefit)
        if wrong:
            raise CommandError(f"{wrong} frases de los catálogos de idiomas están mal.")
        if options["second_opinion"]:
            self._second_opinion(max(1, options["households"]), options["seed"])

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

    def _second_opinion(self, households: int, seed: int) -> None:
        try:
            from rules.second_opinion import comparing
        except ImportError as error:  # the C engine is not there
            raise CommandError(
                "La segunda opinión necesita durable-rules, que no se puede cargar aquí: instala requirements.lock."
            ) from error
        for benefit in comparing.WITH_ORACLE:
            edition = texts_store.current(benefit)
            assert edition is not None
            found = comparing.compare(edition, households, seed)
            self._table(found, list(comparing.READINGS), seed)
            if found.difference is not None:
                self._difference(found.difference)
                raise CommandError("Dos lecturas no dicen lo mismo del hogar de arriba.")

    def _table(self, found: Agreement, readings: list[str], seed: int) -> None:
        self.stdout.write(f"segunda opinión: {found.households} hogares, semilla {seed}, {', '.join(readings)}")
        differing = set(found.difference.answers) if found.difference else set()
        self.stdout.write(f"  {'requisito':<28}{'cumplen':>9}{'no cumplen':>12}  coinciden")
        for name in sorted({*found.met, *found.not_met}):
            met, not_met = found.met.get(name, 0), found.not_met.get(name, 0)
            self.stdout.write(f"  {name:<28}{met:>9}{not_met:>12}  {'no' if name in differing else 'sí'}")

    def _difference(self, difference: Difference) -> None:
        for name, said in difference.answers.items():
            self.stderr.write(f"  {name}: {'; '.join(f'{who} dice {what}' for who, what in said.items())}")
        self.stderr.write(json.dumps(difference.case, ensure_ascii=False, indent=1))

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
