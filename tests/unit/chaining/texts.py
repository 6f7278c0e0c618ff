"""The case rules of a benefit without the rest of its text."""

from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rules.language.case_rules import read_case_rules
from rules.language.reader import files_of

TEXTS = Path(__file__).resolve().parents[3] / "rules" / "texts"


@lru_cache
def text_of(benefit: str) -> Any:
    """An object with the `case_rules` of the benefit."""
    return SimpleNamespace(case_rules=read_case_rules(files_of(TEXTS / benefit), "BOE-A-2021-21007"))
