"""The rules for machines: simulate a case, read what is asked and counted with, walk the form, count income.

Anonymous; nothing is stored. Parsing and writing skip REST framework's serialisers (measured in evidence/stack); the
shapes of what comes and goes are in `schemas`, built from the rule text.
"""

from simulator.api.base import AnonymousThrottle
from simulator.api.views import FactsView, FormView, IncomeView, ParametersView, SimulationView

__all__ = ["AnonymousThrottle", "FactsView", "FormView", "IncomeView", "ParametersView", "SimulationView"]
