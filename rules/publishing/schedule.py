"""Which text counts on a day: the release's, or the version published for it.

Each process keeps the list of published versions and asks for it again when it is `CHECK_SECONDS` old, so that a
request pays a comparison and a new version is noticed everywhere within that time. The day of the case decides.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, connection

from core.errors import AmparoError, register
from rules import texts_store
from rules.language.load import Edition
from rules.models import ArchivedText, TextVersion, TextVersionState

logger = logging.getLogger(__name__)
CHECK_SECONDS = 5.0

register(
    "text.unknown_today",
    what="Ahora mismo no podemos saber qué cuantías cuentan.",
    why="La base de datos no responde, y una respuesta con las cuantías de otro año sería un engaño.",
    next_step="Vuelve a intentarlo dentro de unos minutos.",
    status=503,
)
register(
    "text.damaged",
    what="El texto de reglas publicado para ese día no se puede leer entero.",
    why="Su contenido no es el que se firmó.",
    next_step="Avisa a quien administra el sistema. No se ha calculado nada.",
    status=503,
)


@dataclass(frozen=True, slots=True)
class Published:
    """A version that counts for cases from `valid_from` on."""

    valid_from: date
    hash: str


Schedule = Mapping[str, tuple[Published, ...]]
"""The published versions of each benefit; where two fit a day, the later in the list counts."""

NOTHING: Schedule = {}


def from_database() -> Schedule:
    """What is published, as the database has it; nothing where its tables have not been made yet."""
    try:
        rows = list(
            TextVersion.objects.filter(state=TextVersionState.PUBLISHED)
            .order_by("valid_from", "published_at", "pk")
            .values_list("benefit", "valid_from", "hash")
        )
    except DatabaseError:
        if TextVersion._meta.db_table in connection.introspection.table_names():
            raise
        return NOTHING
    found: dict[str, tuple[Published, ...]] = {}
    for benefit, valid_from, hash in rows:
        found[benefit] = (*found.get(benefit, ()), Published(valid_from, hash))
    return found


def nothing() -> Schedule:
    """The release's texts and nothing else: for whatever runs without a database."""
    return NOTHING


_source: Callable[[], Schedule] = from_database
_known: Schedule | None = None
_ask_at = 0.0


def read_from(source: Callable[[], Schedule]) -> None:
    """Take the list of published versions from `source` from now on."""
    global _source  # noqa: PLW0603
    _source = source
    forget()


@contextmanager
def only_the_release() -> Iterator[None]:
    """No published version counts meanwhile."""
    before = _source
    read_from(nothing)
    try:
        yield
    finally:
        read_from(before)


def forget() -> None:
    """Ask again the next time: after publishing, in the same process."""
    global _known, _ask_at
    _known, _ask_at = None, 0.0


def schedule() -> Schedule:
    """What is published, at most `CHECK_SECONDS` old; older only while the database does not answer."""
    global _known, _ask_at  # noqa: PLW0603
    if _known is not None and time.monotonic() < _ask_at:
        return _known
    try:
        _known = _source()
    except DatabaseError as error:
        if _known is None:
            raise AmparoError("text.unknown_today") from None
        logger.warning("the list of published texts could not be read (%s); the last one goes on", type(error).__name__)
    _ask_at = time.monotonic() + CHECK_SECONDS
    return _known


def hash_on(benefit: str, on: date) -> str | None:
    """The hash of the version published for a day; None where the release's text counts."""
    for published in reversed(schedule().get(benefit, ())):
        if published.valid_from <= on:
            return published.hash
    return None


def edition_on(benefit: str, on: date) -> Edition | None:
    """The text that counts for a case of that day, or None where there is no such benefit."""
    hash = hash_on(benefit, on)
    return texts_store.current(benefit) if hash is None else edition_of_hash(hash)


def edition_of_hash(hash: str) -> Edition:
    """The text of that hash, from memory, from the archive or from a version; AmparoError `text.damaged` otherwise."""
    found = texts_store.edition(hash)
    if found is None:
        kept = ArchivedText.objects.filter(hash=hash).first() or TextVersion.objects.filter(hash=hash).first()
        if kept is None:
            raise AmparoError("text.damaged")
        found = texts_store.keep(kept.files)
        if found.text.hash != hash:
            raise AmparoError("text.damaged")
    return found
