"""System check: every rule text reads, and compiles for each of its dates, before anything is served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from rules import texts_store
from rules.compilers.chain import compile_chain
from rules.compilers.compiled import Compiled
from rules.language.errors import RuleTextError


@register("rules")
def check_texts(app_configs: Sequence[AppConfig] | None = None, **options: Any) -> list[CheckMessage]:
    """Errors of every benefit's text."""
    return [error for benefit in texts_store.benefits() for error in _errors(benefit)]


def _errors(benefit: str) -> Iterator[CheckMessage]:
    try:
        edition = texts_store.current(benefit)
        assert edition is not None
        for day in edition.dates():
            Compiled(edition.on(day)).careful_reading  # noqa: B018 - compiled when first read
        compile_chain(edition.text.case_rules)
    except RuleTextError as error:
        yield Error(f"{benefit}: {error.place}: {error.wrong}", hint=error.mend, id="rules.E001")
    except (KeyError, TypeError, ValueError) as error:
        yield Error(f"{benefit}: the text does not compile ({error}).", hint="See the error's name.", id="rules.E002")
