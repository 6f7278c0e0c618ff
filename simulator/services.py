"""Verbs of the simulator: count a finished simulation, keep its answers behind a link, forget both in time."""

from datetime import date

from core.calendars import add_months
from rules.types import Assessment
from simulator import saving
from simulator.models import Simulation
from simulator.saving import answers_of, find, forget, keep

__all__ = [
    "answers_of",
    "count_simulation",
    "find",
    "forget",
    "keep",
    "purge_saved",
    "purge_simulations",
]

MONTHS_KEPT = 12


def count_simulation(assessment: Assessment) -> Simulation:
    """Note that a simulation ended, with its kind and amount and nothing of who made it."""
    return Simulation.objects.create(
        kind=assessment.kind,
        total_cents=assessment.monthly["total"],
        text_hash=assessment.text.hash,
    )


def purge_simulations(today: date) -> int:
    """Delete the counts of more than twelve months ago; returns how many."""
    return Simulation.objects.filter(created_on__lt=add_months(today, -MONTHS_KEPT)).delete()[0]


def purge_saved(today: date) -> int:
    """Delete the saved answers whose days are over; returns how many."""
    return saving.purge(today)
