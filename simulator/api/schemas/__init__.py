"""The shapes of what comes and goes, as components of the OpenAPI document (JSON Schema, OpenAPI 3.1).

What a case may say is built from the facts of the rule text, and an income line from its kinds: a fact added there is
described here by itself. Answers are closed: a key that is not described is not served.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from rules import services as rules
from simulator.api import examples
from simulator.api.schemas import answers, given
from simulator.api.schemas.shapes import TEXT, Schema, closed, listed, many, reference

__all__ = ["add_components", "components_of", "reference"]


def add_components(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Put the shapes into the document (a postprocessing hook of drf-spectacular)."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components.update(components_of(rules.facts(given.BENEFIT, timezone.localdate())["facts"]))
    for path, operations in result["paths"].items():
        if "/benefits/{benefit}/" in path:
            for described in operations.values():
                for parameter in described["parameters"]:
                    if parameter["name"] == "benefit":
                        parameter["schema"] = {"enum": [given.BENEFIT]}
                        parameter["description"] = "La prestación."
    return result


def components_of(facts: list[Mapping[str, Any]]) -> dict[str, Schema]:
    """Every component, by name."""
    return {
        "Problem": answers.problem(),
        "Article": closed({"law": TEXT, "art": TEXT}),
        "UnitFacts": given.facts_of("unit", facts),
        "MemberFacts": given.facts_of("member", facts),
        "Case": given.case(with_benefit=True, example=examples.CASE),
        "PartialCase": given.case(with_benefit=False, example=examples.PARTIAL_CASE),
        "IncomeLines": given.income_lines(),
        "Outcome": answers.outcome(),
        "FormState": answers.form(),
        "ComputableIncome": answers.computable(),
        "Facts": listed("facts", answers.fact(), unreviewed=many(TEXT)),
        "Parameters": listed("parameters", answers.parameter()),
    }
