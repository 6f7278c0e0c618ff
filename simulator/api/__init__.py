"""The rules for machines: simulate a case, read what is asked and counted with, walk the form, count income.

Anonymous; nothing is stored. REST framework describes the calls and does not answer them (docs/decisions/0026); the
shapes of what comes and goes are in `schemas`, built from the rule text.
"""

from simulator.api.views import FactsView, FormView, IncomeView, ParametersView, SimulationView

__all__ = ["FactsView", "FormView", "IncomeView", "ParametersView", "SimulationView"]
