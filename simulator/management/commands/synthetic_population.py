"""Write the synthetic population as a table, or draw that of the policy simulator before anybody asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rules import services as rules


class Command(BaseCommand):
    """`manage.py synthetic_population [TABLE [--households N] [--seed N]]`. Needs no database."""

    help = (
        "Write invented households, drawn from published distributions, as a .parquet or .csv table. Without a table, "
        "draw those of the policy simulator and keep them, so that its first run does not have to."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many."""
        parser.add_argument("table", type=Path, nargs="?")
        parser.add_argument("--households", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the table."""
        from simulator.population import outcomes, synthetic, tables
        from simulator.population.problems import PopulationProblem
        from simulator.population.store import stored

        if options["table"] is None:
            kept = stored(settings.SYNTHETIC_HOUSEHOLDS)
            self.stdout.write(f"{len(kept)} hogares inventados, listos para el simulador de políticas.")
            return
        if options["households"] < 1:
            raise CommandError("Pide al menos un hogar.")
        seed = synthetic.SEED if options["seed"] is None else options["seed"]
        text = rules.text("imv", synthetic.REFERENCE_DAY)
        population = synthetic.synthetic(options["households"], seed)
        try:
            kind = tables.kind_of(options["table"].name)
        except PopulationProblem as problem:
            raise CommandError(problem.sentence) from None
        outcomes.write(outcomes.population_table(text, population), options["table"], kind)
        self.stdout.write(f"{len(population)} hogares inventados, del {synthetic.REFERENCE_DAY.isoformat()}.")
