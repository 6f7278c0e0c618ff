"""The glossary is complete: every model and every state in code stands in ``docs/glossary.md``.

Run by ``make check`` as ``python -m tools.glossary``; exit 1 with the missing words.
"""

import os
import re
import sys
from pathlib import Path

import django

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
ROOMS = ("core", "rules", "receipts", "identity", "interop", "simulator", "applications", "workflow")


def snake_case(name: str) -> str:
    """``CohabitationUnit`` → ``cohabitation_unit``; ``CEACode`` → ``cea_code``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def words_in_code() -> set[str]:
    """Names of models and values of state fields of our apps."""
    from django.apps import apps

    words = set()
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            words.add(snake_case(model.__name__))
            for field in model._meta.get_fields():
                if getattr(field, "name", "") == "state":
                    words.update(str(value) for value, _ in field.flatchoices)
    return words


def words_in_glossary() -> set[str]:
    """Everything the glossary sets in code type."""
    return set(re.findall(r"`([a-z0-9_]+)`", GLOSSARY.read_text()))


def missing_words() -> list[str]:
    """Words of the code that the glossary does not explain."""
    return sorted(words_in_code() - words_in_glossary())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    django.setup()
    absent = missing_words()
    if absent:
        sys.exit(f"docs/glossary.md does not explain: {', '.join(absent)}")
