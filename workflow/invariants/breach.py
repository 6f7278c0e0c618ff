"""What an invariant says when it does not hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Breach:
    """One invariant broken by one dossier (or application, or process), named by its public id and nothing personal."""

    invariant: str
    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.subject} {self.invariant}: {self.words}"


def breached(invariant: str, words: str, subjects: Iterable[Any]) -> Iterator[Breach]:
    """The same breach for each of `subjects`."""
    for subject in subjects:
        yield Breach(invariant, str(subject), words)


def of_dossiers(invariant: str, words: str, rows: QuerySet[Any]) -> Iterator[Breach]:
    """The same breach for each dossier of a query."""
    return breached(invariant, words, rows.order_by("pk").values_list("public_id", flat=True))
