"""Synthetic households for the demonstration, the stand-in administrations and the tests.

Nobody in `people.json` exists: names, addresses and accounts are invented, and document numbers come from the end of
their series. `declared` says what a person would type where it differs from the truth; `registered` says what an
administration has on file where that differs (``None`` = that administration does not know the person).
"""

from core.demonstration.accounts import DemoStaff, staff
from core.demonstration.population import DemoHousehold, DemoPerson, households, people, person

__all__ = ["DemoHousehold", "DemoPerson", "DemoStaff", "households", "people", "person", "staff"]
