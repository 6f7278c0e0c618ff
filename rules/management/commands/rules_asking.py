"""``manage.py rules_asking TEXT [--households N] [--seed S] [--on DAY]``: an order of questions, proposed by measuring.

Over invented households it prints the order of the subjects of `settle_first` that the ratio rule proposes and what it
gains over the text's own (docs/decisions/0029). It writes nothing: a person puts it in the text, or lets it be.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rules import cases, services
from rules.asking_order import Stage, Walk, proposed, walk
from rules.compilers.asking import Subject
from rules.management.named_texts import named
from rules.publishing import populations
from rules.types import Case, CaseProblem, RuleText

#: Households are drawn out of the first so many times as many of the population of trials.
_DRAWN_FROM = 5
_WORTH = 0.02
"""What a proposal has to save, of all the questions, before it is worth another order (as `test_asking` holds it)."""


class Command(BaseCommand):
    """Measures; never writes the text. The same households for the same seed."""

    help = "Propone, midiéndolo, el orden de los temas que pregunta el formulario (settle_first). No escribe nada."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Which text, over how many households, which, and under the law of which day."""
        parser.add_argument("text", help="prestación, carpeta de un texto o huella de un texto archivado")
        parser.add_argument("--households", type=int, default=500, help="hogares que se recorren (500)")
        parser.add_argument("--seed", type=int, default=1, help="semilla con la que se eligen, para repetirlos (1)")
        parser.add_argument("--on", default="", help="día de la solicitud (AAAA-MM-DD); hoy, si no se dice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the proposal, stage by stage, and what it gains."""
        try:
            day = services.day(options["on"]) if options["on"] else timezone.localdate()
        except CaseProblem as problem:
            raise CommandError(problem.sentence) from None
        edition = named(options["text"])
        if day < edition.loaded_from:
            raise CommandError(f"Ese texto empieza el {edition.loaded_from.isoformat()}: usa ese día o uno posterior.")
        text = edition.on(day)
        if len(text.settle_first) < 2:
            raise CommandError(
                "Este texto no agrupa sus requisitos en temas: escribe dos o más en settle_first, en benefit.yaml."
            )
        walked = self._walked(text, max(1, options["households"]), options["seed"])
        self.stdout.write(f"{text.title} · {text.hash}")
        self.stdout.write(f"{populations.label()}: {len(walked)}, semilla {options['seed']}, {day.isoformat()}")
        self.stdout.write(f"{'hogares':>9}{'preguntas':>11}{'noes':>7}  tema, en el orden propuesto")
        order = tuple(stage.subject for stage in proposed(text, [case for case, _ in walked], self._stage))
        then = []
        for case, _ in walked:
            then.append(walk(text, case, order))
            self._progress("con el orden propuesto", len(then), len(walked))
        self._gain(text, order, [one for _, one in walked], then)

    def _walked(self, text: RuleText, number: int, seed: int) -> list[tuple[Case, Walk]]:
        """The households of a seed, asked in the text's order; those that leave open what is asked do not count."""
        made = populations.some(text.benefit, text.on, 0, number * _DRAWN_FROM)
        drawn = random.Random(seed).sample(made, min(number, len(made)))  # noqa: S311 - to repeat, no secret
        found = []
        for done, case in enumerate(drawn, start=1):
            try:
                read = cases.read(text, case, text.on, closed=True)
                found.append((read, walk(text, read)))
            except (CaseProblem, ValueError):
                continue
            finally:
                self._progress("con el orden del texto", done, len(drawn))
        if len(found) < len(drawn):
            self.stderr.write(f"{len(drawn) - len(found)} hogares no dicen cuanto se les pregunta: no cuentan.")
        if not found:
            raise CommandError("Ningún hogar dice cuanto se le pregunta: registra una población completa.")
        return found

    def _stage(self, stage: Stage) -> None:
        self.stdout.write(f"{stage.households:>9}{stage.questions:>11}{stage.refused:>7}  {', '.join(stage.subject)}")

    def _gain(self, text: RuleText, order: Sequence[Subject], now: Sequence[Walk], then: Sequence[Walk]) -> None:
        before, after = _means(now), _means(then)
        self.stdout.write(f"{'preguntas por hogar':<22}{'todos':>8}{'con sí':>8}{'con no':>8}")
        self.stdout.write(_row("orden del texto", before))
        self.stdout.write(_row("orden propuesto", after))
        self.stdout.write(_row("diferencia", [_less(*one) for one in zip(after, before, strict=True)], sign="+"))
        if order == tuple(text.settle_first):
            self.stdout.write("El texto ya pregunta en el orden propuesto.")
        elif (_less(after[0], before[0]) or 0) > -_WORTH * (before[0] or 0):
            self.stdout.write(f"El orden del texto es igual de bueno: el propuesto no ahorra ni un {_WORTH:.0%}.")
        else:
            self.stdout.write("Para benefit.yaml, si alguien lo decide:")
            self.stdout.write("settle_first:")
            for subject in order:
                self.stdout.write(f"  - [{', '.join(subject)}]")

    def _progress(self, what: str, done: int, of: int) -> None:
        if done == of or done % 250 == 0:
            self.stderr.write(f"{what}: {done} de {of}")


def _means(walks: Sequence[Walk]) -> tuple[float | None, ...]:
    """The mean number of questions: of all, of those with a yes, of those with a no."""
    groups = (walks, [one for one in walks if one.eligible], [one for one in walks if one.eligible is False])
    return tuple(statistics.mean(len(one.asked) for one in group) if group else None for group in groups)


def _row(label: str, means: Sequence[float | None], sign: str = "") -> str:
    cells = "".join(f"{'—':>8}" if mean is None else f"{mean:>{sign}8.2f}" for mean in means)
    return f"{label:<22}{cells}"


def _less(then: float | None, now: float | None) -> float | None:
    return None if then is None or now is None else then - now
